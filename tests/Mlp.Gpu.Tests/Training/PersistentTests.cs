using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>
/// The persistent path, on devices that run groups together. Its launches hold all of the device: these tests run alone.
/// </summary>
[NonParallelizable]
public sealed class PersistentTests
{
    private static readonly TestCaseData[] Trainings =
    [
        // One layer, split by its rows.
        new(33, new[] { 1 }, "relu", new Sgd(0.1), Precision.Float64),
        new(33, new[] { 9 }, "relu", new Sgd(0.1, 0.9), Precision.Float32),
        // Two and three layers, with batches that are no multiple of the teams, and a last one that is shorter.
        new(75, new[] { 20, 33 }, "tanh", new Adam { WeightDecay = 0.01 }, Precision.Float64),
        new(75, new[] { 20, 33, 17 }, "relu", new Sgd(0.1), Precision.Float32),
        new(75, new[] { 20, 5, 19 }, "elu", new RmsProp(momentum: 0.5), Precision.Float64),
        new(75, new[] { 4, 1, 1 }, "gelu", new Sgd(0.1) { ClipValue = 0.01 }, Precision.Float64),
    ];

    [SetUp]
    public void NeedGroupsThatStay()
    {
        if (Gpu.Device.Limits.StayingGroups == 0)
        {
            Assert.Ignore($"{Gpu.Device.Limits.Name} is not known to run groups together.");
        }
    }

    [TestCaseSource(nameof(Trainings))]
    public void A_training_agrees_with_the_general_path(
        int rows,
        int[] sizes,
        string activation,
        Optimizer optimizer,
        Precision precision
    )
    {
        var problem = Problem.Classes(rows, sizes, activation, optimizer, precision);
        var general = problem.Train(Gpu.Backend);
        var persistent = problem.Train(Persistent());

        // Six steps; sums over groups have another order than sums over all sources.
        var tolerance = precision == Precision.Float64 ? 1e-13 : 2e-6;
        Bits.AreWithin(tolerance, persistent, general);
    }

    // Bytes in whole blocks of 16 stay bytes; others become values.
    [TestCase(48, Precision.Float32)]
    [TestCase(64, Precision.Float64)]
    [TestCase(12, Precision.Float32)]
    [TestCase(7, Precision.Float32)]
    public void A_training_on_bytes_agrees_with_the_general_path(int inputs, Precision precision)
    {
        var problem = Problem.Classes(75, [inputs, 20], precision: precision, bytes: true);

        var (persistent, general) = (problem.Train(Persistent()), problem.Train(Gpu.Backend));

        Bits.AreWithin(2e-6, persistent, general);
    }

    // On two groups: one owns all columns, and the other all rows. With a decay; and with more rows than are looked ahead for.
    [TestCase(1, 32, null)]
    [TestCase(1, 32, 0.01)]
    [TestCase(33, 32, 0.01)]
    [TestCase(33, 128, null)]
    [TestCase(33, 129, null)]
    public void A_training_that_looks_ahead_agrees_with_the_general_path(
        int hidden,
        int batch,
        double? decay
    )
    {
        var problem = Problem.Classes(
            300,
            [48, hidden, 17],
            optimizer: new Sgd(0.1) { WeightDecay = decay },
            bytes: true
        );

        Assert.That(
            Gap(
                problem.Train(Persistent(), batchSize: batch),
                problem.Train(Gpu.Backend, batchSize: batch)
            ),
            Is.LessThan(2e-6)
        );
    }

    // Where four copies of the bytes have no room.
    [Test]
    public void A_training_that_looks_ahead_with_three_copies_gives_the_bits_of_one_with_four()
    {
        var problem = Problem.Classes(200, [48, 33, 17], bytes: true);
        var three = Gpu.Changed(
            "bool looks_ahead = copies > 2;",
            "bool looks_ahead = copies > 2; copies = copies < 3 ? copies : 3;",
            "persistent"
        );

        Bits.AreEqual(problem.Steps(three, 7), problem.Steps(Persistent(), 7));
    }

    [Test]
    public void Weights_given_between_two_launches_are_trained_on()
    {
        var problem = Problem.Classes(200, [48, 33, 17], bytes: true);

        Assert.That(
            Gap(
                problem.StepsWithWeightsHalved(Persistent()),
                problem.StepsWithWeightsHalved(Gpu.Backend)
            ),
            Is.LessThan(2e-6)
        );
    }

    // More than a thread takes at once, and more than the threads that hear the tail.
    [TestCase(14)]
    [TestCase(70)]
    public void A_training_of_many_outputs_agrees_with_the_general_path(int outputs)
    {
        var problem = Problem.Classes(75, [12, 9, 6], outputs: outputs);

        Assert.That(
            Gap(problem.Train(Persistent()), problem.Train(Gpu.Backend)),
            Is.LessThan(2e-6)
        );
    }

    [Test]
    public void A_batch_of_more_rows_than_threads_agrees_with_the_general_path()
    {
        var problem = Problem.Classes(301, [16, 9, 5], bytes: true);

        Assert.That(
            Gap(
                problem.Train(Persistent(), batchSize: 150),
                problem.Train(Gpu.Backend, batchSize: 150)
            ),
            Is.LessThan(2e-6)
        );
    }

    // The second and third are so small that threads hold sources and weights while they wait for the gradient.
    [TestCase(new[] { 48, 20, 33 }, 32, true)]
    [TestCase(new[] { 48, 8, 7 }, 8, false)]
    [TestCase(new[] { 48, 7, 5 }, 5, false)]
    public void A_kernel_compiled_for_one_model_gives_the_bits_of_the_one_for_all(
        int[] sizes,
        int batch,
        bool adam
    )
    {
        var problem = Problem.Classes(
            75,
            sizes,
            "tanh",
            adam ? new Adam() : new Sgd(0.1),
            bytes: true
        );
        var eager = new LimitedDevice(
            Gpu.Device,
            Gpu.Device.Limits with
            {
                StepsWorthCompiling = 1,
            }
        );
        var kernels = new DeviceKernels(eager, file => KernelSource.For("opencl", file));

        var backend = new GpuBackend("gpu:opencl:persistent", kernels);

        // Compiled beside the first training, used by the second.
        var first = problem.Train(backend, batch);
        kernels.Of<float>().Steps.Settle();
        var second = problem.Train(backend, batch);

        var expected = problem.Train(Persistent(), batch);
        Bits.AreEqual(first, expected);
        Bits.AreEqual(second, expected);
        Assert.That(
            eager.Compiled.SelectMany(defines => defines),
            Has.Some.StartsWith("FIXED=")
                .And.Some.Contains($"inputs={sizes[0]};hidden={sizes[1]};units={sizes[2]};")
        );
    }

    [Test]
    public void One_launch_of_all_steps_gives_the_bits_of_a_launch_for_each()
    {
        // Seven steps; a fit cuts its epochs by time, and one that is watched takes them one by one.
        var problem = Problem.Classes(200, [20, 33, 17], optimizer: new Adam());

        Bits.AreEqual(problem.Steps(Persistent(), 7), problem.Steps(Persistent(), 1));
        Bits.AreEqual(problem.Steps(Persistent(), 3), problem.Steps(Persistent(), 1));
    }

    // Plain SGD on bytes looks ahead, past the end of a launch too.
    [Test]
    public void A_launch_goes_on_with_what_the_one_before_made_ahead()
    {
        var problem = Problem.Classes(200, [48, 33, 17], bytes: true);
        var forgetful = Gpu.Changed(
            "is_continued && makes_sources",
            "false && makes_sources",
            "persistent"
        );

        Bits.AreEqual(problem.Steps(Persistent(), 7), problem.Steps(Persistent(), 1));
        Bits.AreEqual(problem.Steps(Persistent(), 3), problem.Steps(Persistent(), 1));
        Assert.That(
            () => Bits.AreEqual(problem.Steps(forgetful, 3), problem.Steps(forgetful, 1)),
            Throws.InstanceOf<AssertionException>()
        );
    }

    [TestCase(
        "places_of(summand, column_groups - begin, summands, AT_ONCE)",
        "places_of(summand, column_groups - 1 - begin, summands, AT_ONCE)",
        TestName = "A mutant is found: the part of one group left out"
    )]
    [TestCase(
        "source, next, next_rows, batch, first_brought",
        "source, first, next_rows, batch, first_brought",
        TestName = "A mutant is found: inputs of an earlier step"
    )]
    [TestCase(
        "told_tail, tail.quads, i, tail_mark ^ 1, moved",
        "told_tail, tail.quads, i, tail_mark ^ 1, LOAD_QUAD(of)",
        TestName = "A mutant is found: a tail that does not move"
    )]
    [TestCase(
        "return (lacks & 1) != 0;",
        "return false;",
        TestName = "A mutant is found: what was told before is taken for what is told"
    )]
    [TestCase(
        "for (int first = 0; first < parts; first += LANES)",
        "for (int first = 0; first < parts - 1; first += LANES)",
        TestName = "A mutant is found: a part of a sum left out"
    )]
    [TestCase(
        "if (count > 3)",
        "if (count > 4)",
        TestName = "A mutant is found: one column in four that does not move"
    )]
    public void A_kernel_that_is_wrong_in_one_way_trains_otherwise(string text, string replacement)
    {
        var problem = Problem.Classes(200, [20, 33, 17]);
        var mutant = Gpu.Changed(text, replacement, "persistent");

        Assert.That(
            Gap(problem.Steps(mutant, 7), problem.Steps(Gpu.Backend, 7)),
            Is.GreaterThan(1e-4)
        );
    }

    [TestCase(
        "source, numbers + copy_of(coming, NUMBER_COPIES) * batch,",
        "source, numbers + copy_of(coming - 1, NUMBER_COPIES) * batch,",
        TestName = "A mutant is found: bytes of the rows before"
    )]
    [TestCase(
        "own.bias[i] = moved_weight(",
        "moved_weight(",
        TestName = "A mutant is found: a bias beside bytes that does not move"
    )]
    [TestCase(
        "BYTE_VALUE(b.y, 3)",
        "BYTE_VALUE(b.y, 2)",
        TestName = "A mutant is found: a byte taken for another"
    )]
    [TestCase(
        "sums[i] = add_product_of(sums[i], QUAD_VALUE(values[i / 4], i % 4), slopes, columns);",
        "sums[i] = add_product_of(sums[i], QUAD_VALUE(values[i / 4], i % 3), slopes, columns);",
        TestName = "A mutant is found: the gradient of one byte in four is that of another"
    )]
    [TestCase(
        "scaled_byte(scaled_byte(sum_of_lanes((real)sum, lanes))) + R(1.0)",
        "scaled_byte(scaled_byte(sum_of_lanes((real)sum, lanes)))",
        TestName = "A mutant is found: a look ahead that forgets the biases"
    )]
    [TestCase(
        "sum = ADD_BYTE_PRODUCTS(sum, a.w, b.w);",
        "",
        TestName = "A mutant is found: a look ahead that compares too few bytes"
    )]
    [TestCase(
        "real z = corrects ? FMA(-rate, total, early[n]) : early[n];",
        "real z = early[n];",
        TestName = "A mutant is found: a look ahead that is never corrected"
    )]
    [TestCase(
        "looks_ahead && makes_sources && step > first_step",
        "looks_ahead && makes_sources && step > first_step + 1",
        TestName = "A mutant is found: weights that miss a step"
    )]
    public void A_kernel_that_is_wrong_with_bytes_trains_otherwise(string text, string replacement)
    {
        var problem = Problem.Classes(200, [48, 33, 17], bytes: true);
        var mutant = Gpu.Changed(text, replacement, "persistent");

        Assert.That(
            Gap(problem.Steps(mutant, 7), problem.Steps(Gpu.Backend, 7)),
            Is.GreaterThan(1e-4)
        );
    }

    [Test]
    public void A_fit_repeated_with_groups_delayed_gives_the_same_bits()
    {
        var problem = Problem.Classes(70, [40, 35, 33], optimizer: new Adam());
        var expected = problem.Train(Persistent());
        var late = Gpu.Changed(Delays.Meeting, Delays.Late, "persistent");

        for (var i = 0; i < 20; i++)
        {
            Bits.AreEqual(problem.Train(late), expected, $"run {i}");
        }
    }

    [Test]
    public void A_model_that_the_path_does_not_take_is_refused_with_the_reason()
    {
        var deep = Problem.Classes(8, [4, 3, 3, 3]);
        var clipped = Problem.Classes(8, [4, 3], optimizer: new Sgd { ClipNorm = 1 });
        var rows = Problem.Classes(8, [4, 3], "softmax");

        Refused(deep, "4 dense layers");
        Refused(clipped, "clipped by a norm");
        Refused(rows, "along rows");

        static void Refused(Problem problem, string why) =>
            Assert.That(
                () => Persistent().Compile(problem.Model, problem.Compile, problem.Weights),
                Throws.InstanceOf<NotSupportedException>().With.Message.Contains(why)
            );
    }

    // Right ones agree to 2e-6.
    private static double Gap(Tensor[] one, Tensor[] other) =>
        one.Zip(other)
            .Max(pair =>
                Enumerable
                    .Range(0, pair.First.Length)
                    .Max(i => Math.Abs(pair.First[i] - pair.Second[i]))
            );

    private static GpuBackend Persistent() => new("gpu:opencl:persistent");
}
