using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Warps;

/// <summary>
/// What of the persistent path is for warps alone, which OpenCL on a CPU never takes: its threads ask each other, and meet in warps where
/// that is enough. Run without a GPU, in many orders.
/// </summary>
public sealed class WarpTests
{
    // One, two and three layers, bytes that are looked ahead for and not; on so many groups that all own columns and rows, or some these
    // and others those, with a row each or several. With 9, 16, 72 and 144 inputs a last warp has but one or two eights of inputs, which
    // more threads share where rows part evenly; with 48 inputs and 33 hidden units it has two of several columns.
    private static readonly Training[] Trainings =
    [
        new([9], new Sgd(0.1, 0.9), Groups: 10),
        new([9, 18], new Adam(), Groups: 10),
        new([20, 33], Decaying(new Adam()), Groups: 10, Precision: Precision.Float64),
        new([48, 18], new Sgd(0.1), Groups: 10, Bytes: true),
        new([16, 18], new Sgd(0.1), Groups: 10, Bytes: true, Batch: 64),
        new([48, 18, 17], new Adam(), Groups: 40, Bytes: true),
        new([48, 30, 17], new Sgd(0.1), Groups: 14, Bytes: true, Batch: 4),
        new([48, 30, 17], new Sgd(0.1), Groups: 14, Bytes: true, Batch: 8),
        new([72, 18, 16], new Adam(), Groups: 10, Precision: Precision.Float64),
        new([144, 18, 16], Decaying(new Sgd(0.1)), Groups: 40, Bytes: true),
        new([144, 18, 17], new Sgd(0.1), Groups: 40, Bytes: true, Batch: 33),
        new([48, 33, 17], new Sgd(0.1), Groups: 4, Bytes: true),
        new([256, 33, 17], new Sgd(0.1), Groups: 4, Bytes: true, Batch: 33),
        new([48, 18, 17], new Sgd(0.1), Groups: 10, Bytes: true, Precision: Precision.Float64),
    ];

    [TestCaseSource(nameof(Trainings))]
    public void The_general_path_gives_the_bits_of_the_CPU_and_the_persistent_one_agrees(
        Training training
    )
    {
        var (problem, batch, groups) = (training.Problem, training.Batch, training.Groups);
        var device = new WarpDevice(seed: 1, groups);

        var general = Trained(problem, new GpuBackend("gpu:cuda", device.Kernels()), batch);
        var persistent = Trained(problem, Persistent(device), batch);

        var cpu = problem.Train(new CpuBackend(), batch);
        Bits.AreEqual(general[^cpu.Length..], cpu);
        var tolerance = training.Precision == Precision.Float64 ? 1e-13 : 2e-6;
        Bits.AreWithin(tolerance, persistent, general);
    }

    [TestCaseSource(nameof(Trainings))]
    public void In_whatever_order_threads_run_a_training_gives_the_same_bits(Training training)
    {
        var (problem, batch, groups) = (training.Problem, training.Batch, training.Groups);

        var first = Trained(problem, Persistent(new(seed: 1, groups)), batch);
        for (uint seed = 2; seed < 4; seed++)
        {
            Bits.AreEqual(Trained(problem, Persistent(new(seed, groups)), batch), first, $"{seed}");
        }
    }

    [TestCaseSource(nameof(Trainings))]
    public void A_kernel_for_one_model_gives_the_bits_of_the_one_for_all(Training training)
    {
        var (problem, batch, groups) = (training.Problem, training.Batch, training.Groups);
        var device = new WarpDevice(seed: 7, groups, stepsWorthCompiling: 1);
        var kernels = device.Kernels();
        var backend = new GpuBackend("gpu:cuda:persistent", kernels);

        Trained(problem, backend, batch);
        kernels.Of<float>().Steps.Settle();
        kernels.Of<double>().Steps.Settle();
        Assert.That(device.Compiled.SelectMany(defines => defines), Has.Some.StartsWith("FIXED="));
        var own = Trained(problem, backend, batch);

        Bits.AreEqual(own, Trained(problem, Persistent(new(seed: 8, groups)), batch));
    }

    [Test]
    public void Three_copies_of_bytes_or_none_ahead_agree_with_four()
    {
        var problem = new Training([48, 30, 17], new Sgd(0.1), Groups: 14, Bytes: true).Problem;

        var four = Trained(problem, Persistent(new(seed: 1, groups: 14)), 8);
        var three = Trained(problem, Persistent(WithCopies(3, seed: 2, groups: 14, batch: 8)), 8);
        var none = Trained(problem, Persistent(new(seed: 3, groups: 14, nearBytes: 1)), 8);

        Bits.AreEqual(three, four);
        Bits.AreWithin(2e-6, none, four);
    }

    [Test]
    public void Memory_far_from_threads_gives_the_bits_of_memory_near_them()
    {
        var problem = new Training([48, 18, 17], new Adam(), Groups: 10, Bytes: true).Problem;

        Bits.AreEqual(
            Trained(problem, Persistent(new(seed: 2, groups: 10, nearBytes: 1))),
            Trained(problem, Persistent(new(seed: 1, groups: 10)))
        );
    }

    // Each in the order of threads of some seed, in which the kernel as it is trains as in any other.
    [TestCase(
        4,
        16,
        4,
        "SYNC_OR_WARP(is_row_of_warp);",
        "SYNC_OR_WARP(true);",
        TestName = "A mutant is found: rows of other warps that are not waited for"
    )]
    [TestCase(
        14,
        8,
        3,
        "SYNC_OR_WARP(copies > 3 && is_of_warp(own, x));",
        "SYNC_OR_WARP(true);",
        TestName = "A mutant is found: bytes that come where others still read"
    )]
    [TestCase(
        14,
        8,
        4,
        "SYNC;\n            if (looks_ahead && makes_sources)\n            {\n                add_own_parts",
        "SYNC_OR_WARP(true);\n            if (looks_ahead && makes_sources)\n            {\n                add_own_parts",
        TestName = "A mutant is found: products of other warps that are not waited for"
    )]
    [TestCase(
        14,
        8,
        4,
        "        BROUGHT;\n        SYNC;\n        if (owns_sources)",
        "        SYNC;\n        if (owns_sources)",
        TestName = "A mutant is found: copies that are not waited for"
    )]
    [TestCase(
        14,
        8,
        4,
        "return time & 1;\n}\n\nDEVICE word likeness_mark(int time)\n{\n    return (word)((time + 1) / 2) & 1;",
        "return 0;\n}\n\nDEVICE word likeness_mark(int time)\n{\n    return (word)time & 1;",
        TestName = "A mutant is found: likenesses told over those still looked for"
    )]
    [TestCase(
        14,
        8,
        4,
        "return (word)((time + 1) / 2) & 1;",
        "return (word)(time / 2) & 1;",
        TestName = "A mutant is found: a mark that is there before its word"
    )]
    [TestCase(
        14,
        8,
        4,
        "if (looks_ahead && goes_on)",
        "if (looks_ahead)",
        TestName = "A mutant is found: likenesses of rows that a launch does not have"
    )]
    public void A_kernel_without_what_keeps_threads_in_order_trains_otherwise(
        int groups,
        int batch,
        int copies,
        string text,
        string replacement
    )
    {
        var problem = new Training([48, 30, 17], new Sgd(0.1), Groups: 14, Bytes: true).Problem;
        var expected = Trained(problem, Persistent(new(seed: 100, groups)), batch);

        var seed = Enumerable.Range(1, 10).FirstOrDefault(seed => IsOther((uint)seed));

        Assert.That(seed, Is.Positive, $"{text} may be {replacement}");
        Bits.AreEqual(
            Trained(problem, Persistent(WithCopies(copies, (uint)seed, groups, batch)), batch),
            expected
        );

        bool IsOther(uint seed)
        {
            var mutant = WithCopies(copies, seed, groups, batch).Kernels(text, replacement);
            try
            {
                var steps = Trained(problem, new("gpu:cuda:persistent", mutant), batch);
                return !steps
                    .Zip(expected)
                    .All(pair =>
                        pair.First.ToFloat64().Values.SequenceEqual(pair.Second.ToFloat64().Values)
                    );
            }
            catch (DeviceException reason)
                when (reason.Message.Contains("threads", StringComparison.Ordinal))
            {
                return true;
            }
        }
    }

    // Whose groups have just so much memory.
    private static WarpDevice WithCopies(int copies, uint seed, int groups, int batch)
    {
        var layout = KeptLayout.Of(
            layers: 3,
            [48, 30, 17, 3],
            labels: 1,
            batch,
            GroupShares.Of(sources: 30, batch, most: groups),
            threads: 128,
            valueBytes: sizeof(float),
            bytes: true,
            copies
        );
        return new(seed, groups, nearBytes: layout.Length * sizeof(float));
    }

    // All steps of an epoch in one launch; then two epochs, in as many launches as time makes of them.
    private static Tensor[] Trained(Problem problem, GpuBackend backend, int batch = 32) =>
        [.. problem.Steps(backend, int.MaxValue / 2, batch), .. problem.Train(backend, batch)];

    private static Optimizer Decaying(Optimizer optimizer) => optimizer with { WeightDecay = 0.01 };

    private static GpuBackend Persistent(WarpDevice device) =>
        new("gpu:cuda:persistent", device.Kernels());

    /// <summary>A model and how it is trained.</summary>
    public sealed record Training(
        int[] Sizes,
        Optimizer Optimizer,
        int Groups,
        bool Bytes = false,
        int Batch = 32,
        Precision Precision = Precision.Float32
    )
    {
        internal Problem Problem =>
            Problem.Classes(100, Sizes, optimizer: Optimizer, precision: Precision, bytes: Bytes);

        public override string ToString() =>
            $"{string.Join(' ', Sizes)}, {Optimizer.Name}, {Groups} groups, batch {Batch}, {(Bytes ? "bytes" : "values")}, {Precision}";
    }
}
