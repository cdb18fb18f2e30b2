using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Warps;

/// <summary>
/// What of the persistent path is for warps alone, which OpenCL on a CPU never takes: its threads ask each other, and meet in warps where
/// that is enough. Run without a GPU, in many orders.
/// </summary>
public sealed class WarpTests
{
    // Ten groups: some own columns and the others rows. One, two and three layers; bytes that are looked ahead for, and not.
    private static readonly TestCaseData[] Trainings =
    [
        new(new[] { 9 }, new Sgd(0.1, 0.9), 32, false, Precision.Float32),
        new(new[] { 20, 33 }, new Adam { WeightDecay = 0.01 }, 32, false, Precision.Float64),
        new(new[] { 48, 18 }, new Sgd(0.1), 32, true, Precision.Float32),
        new(new[] { 48, 18, 17 }, new Adam(), 32, true, Precision.Float32),
        new(new[] { 48, 18, 17 }, new Sgd(0.1), 4, true, Precision.Float32),
        new(
            new[] { 160, 18, 17 },
            new Sgd(0.1) { WeightDecay = 0.01 },
            32,
            true,
            Precision.Float32
        ),
        new(new[] { 48, 33, 17 }, new Sgd(0.1), 33, true, Precision.Float32),
        new(new[] { 48, 18, 17 }, new Sgd(0.1), 32, true, Precision.Float64),
    ];

    [TestCaseSource(nameof(Trainings))]
    public void The_general_path_gives_the_bits_of_the_CPU_and_the_persistent_one_agrees(
        int[] sizes,
        Optimizer optimizer,
        int batch,
        bool bytes,
        Precision precision
    )
    {
        var problem = Small(sizes, optimizer, bytes, precision);
        var device = new WarpDevice(seed: 1, groups: 10);

        var general = Trained(problem, new GpuBackend("gpu:cuda", device.Kernels()), batch);
        var persistent = Trained(problem, Persistent(device), batch);

        var cpu = problem.Train(new CpuBackend(), batch);
        Bits.AreEqual(general[^cpu.Length..], cpu);
        var tolerance = precision == Precision.Float64 && !bytes ? 1e-13 : 2e-6;
        for (var i = 0; i < general.Length; i++)
        {
            Assert.That(
                persistent[i].ToFloat64().Values.ToArray(),
                Is.EqualTo(general[i].ToFloat64().Values.ToArray()).Within(tolerance),
                $"[{i}]"
            );
        }
    }

    [TestCaseSource(nameof(Trainings))]
    public void In_whatever_order_threads_run_a_training_gives_the_same_bits(
        int[] sizes,
        Optimizer optimizer,
        int batch,
        bool bytes,
        Precision precision
    )
    {
        var problem = Small(sizes, optimizer, bytes, precision);

        var first = Trained(problem, Persistent(new(seed: 1, groups: 10)), batch);
        for (uint seed = 2; seed < 4; seed++)
        {
            Bits.AreEqual(
                Trained(problem, Persistent(new(seed, groups: 10)), batch),
                first,
                $"{seed}"
            );
        }
    }

    [TestCaseSource(nameof(Trainings))]
    public void A_kernel_for_one_model_gives_the_bits_of_the_one_for_all(
        int[] sizes,
        Optimizer optimizer,
        int batch,
        bool bytes,
        Precision precision
    )
    {
        var problem = Small(sizes, optimizer, bytes, precision);
        var device = new WarpDevice(seed: 7, groups: 10, stepsWorthCompiling: 1);
        var kernels = device.Kernels();
        var backend = new GpuBackend("gpu:cuda:persistent", kernels);

        Trained(problem, backend, batch);
        kernels.Of<float>().Steps.Settle();
        kernels.Of<double>().Steps.Settle();
        Assert.That(device.Compiled.SelectMany(defines => defines), Has.Some.StartsWith("FIXED="));
        var own = Trained(problem, backend, batch);

        Bits.AreEqual(own, Trained(problem, Persistent(new(seed: 8, groups: 10)), batch));
    }

    [Test]
    public void Three_copies_of_bytes_give_the_bits_of_four()
    {
        var problem = Small([48, 18, 17], new Sgd(0.1), bytes: true, Precision.Float32);
        var three = new WarpDevice(seed: 3, groups: 10).Kernels(
            "bool looks_ahead = copies > 2;",
            "bool looks_ahead = copies > 2; copies = copies < 3 ? copies : 3;"
        );

        var expected = Trained(problem, Persistent(new(seed: 1, groups: 10)));
        Bits.AreEqual(Trained(problem, new GpuBackend("gpu:cuda:persistent", three)), expected);
    }

    [Test]
    public void Memory_far_from_threads_gives_the_bits_of_memory_near_them()
    {
        var problem = Small([48, 18, 17], new Adam(), bytes: true, Precision.Float32);

        Bits.AreEqual(
            Trained(problem, Persistent(new(seed: 2, groups: 10, nearBytes: 1))),
            Trained(problem, Persistent(new(seed: 1, groups: 10)))
        );
    }

    // Each in the order of threads of some seed.
    [TestCase(
        "SYNC_OR_WARP(is_row_of_warp);",
        "SYNC_OR_WARP(true);",
        TestName = "A mutant is found: rows of other warps that are not waited for"
    )]
    [TestCase(
        "SYNC_OR_WARP(copies > 3 && is_of_warp(own, x));",
        "SYNC_OR_WARP(true); copies = 3;",
        TestName = "A mutant is found: bytes that come where others still read"
    )]
    [TestCase(
        "        BROUGHT;\n        SYNC;\n        if (owns_sources)",
        "        SYNC;\n        if (owns_sources)",
        TestName = "A mutant is found: copies that are not waited for"
    )]
    [TestCase(
        "return time & 1;",
        "return 0;",
        TestName = "A mutant is found: likenesses told over those still looked for"
    )]
    [TestCase(
        "return (word)((time + 1) / 2) & 1;",
        "return (word)(time / 2) & 1;",
        TestName = "A mutant is found: a mark that is there before its word"
    )]
    [TestCase(
        "if (looks_ahead && step + 1 < end_step)",
        "if (looks_ahead)",
        TestName = "A mutant is found: likenesses of rows that a launch does not have"
    )]
    public void A_kernel_without_what_keeps_threads_in_order_trains_otherwise(
        string text,
        string replacement
    )
    {
        var problem = Small([48, 18, 17], new Sgd(0.1), bytes: true, Precision.Float32);
        var expected = Trained(problem, Persistent(new(seed: 1, groups: 10)));

        Assert.That(
            Enumerable.Range(1, 10).Any(seed => IsOther((uint)seed)),
            $"{text} may be {replacement}"
        );

        bool IsOther(uint seed)
        {
            var mutant = new WarpDevice(seed, groups: 10).Kernels(text, replacement);
            try
            {
                var steps = Trained(problem, new GpuBackend("gpu:cuda:persistent", mutant));
                return !steps
                    .Zip(expected)
                    .All(pair =>
                        pair.First.ToFloat64().Values.SequenceEqual(pair.Second.ToFloat64().Values)
                    );
            }
            catch (DeviceException)
            {
                return true;
            }
        }
    }

    // All steps of an epoch in one launch; then two epochs, in as many launches as time makes of them.
    private static Tensor[] Trained(Problem problem, GpuBackend backend, int batch = 32) =>
        [.. problem.Steps(backend, int.MaxValue / 2, batch), .. problem.Train(backend, batch)];

    private static Problem Small(
        int[] sizes,
        Optimizer optimizer,
        bool bytes,
        Precision precision
    ) => Problem.Classes(170, sizes, optimizer: optimizer, precision: precision, bytes: bytes);

    private static GpuBackend Persistent(WarpDevice device) =>
        new("gpu:cuda:persistent", device.Kernels());
}
