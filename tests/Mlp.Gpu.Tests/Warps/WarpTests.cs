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
    // and others those, with a row each or several.
    private static readonly TestCaseData[] Trainings =
    [
        new(new[] { 9 }, new Sgd(0.1, 0.9), 32, false, Precision.Float32, 10),
        new(new[] { 20, 33 }, new Adam { WeightDecay = 0.01 }, 32, false, Precision.Float64, 10),
        new(new[] { 48, 18 }, new Sgd(0.1), 32, true, Precision.Float32, 10),
        new(new[] { 48, 18, 17 }, new Adam(), 32, true, Precision.Float32, 40),
        new(new[] { 48, 30, 17 }, new Sgd(0.1), 4, true, Precision.Float32, 14),
        Apart,
        new(new[] { 160, 18, 17 }, Decaying, 32, true, Precision.Float32, 40),
        new(new[] { 256, 33, 17 }, new Sgd(0.1), 33, true, Precision.Float32, 4),
        new(new[] { 48, 18, 17 }, new Sgd(0.1), 32, true, Precision.Float64, 10),
    ];

    private static Sgd Decaying => new(0.1) { WeightDecay = 0.01 };

    // Ten groups own three columns each, and four two rows each.
    private static TestCaseData Apart =>
        new(new[] { 48, 30, 17 }, new Sgd(0.1), 8, true, Precision.Float32, 14);

    [TestCaseSource(nameof(Trainings))]
    public void The_general_path_gives_the_bits_of_the_CPU_and_the_persistent_one_agrees(
        int[] sizes,
        Optimizer optimizer,
        int batch,
        bool bytes,
        Precision precision,
        int groups
    )
    {
        var problem = Small(sizes, optimizer, bytes, precision);
        var device = new WarpDevice(seed: 1, groups);

        var general = Trained(problem, new GpuBackend("gpu:cuda", device.Kernels()), batch);
        var persistent = Trained(problem, Persistent(device), batch);

        var cpu = problem.Train(new CpuBackend(), batch);
        Bits.AreEqual(general[^cpu.Length..], cpu);
        var tolerance = precision == Precision.Float64 ? 1e-13 : 2e-6;
        Bits.AreWithin(tolerance, persistent, general);
    }

    [TestCaseSource(nameof(Trainings))]
    public void In_whatever_order_threads_run_a_training_gives_the_same_bits(
        int[] sizes,
        Optimizer optimizer,
        int batch,
        bool bytes,
        Precision precision,
        int groups
    )
    {
        var problem = Small(sizes, optimizer, bytes, precision);

        var first = Trained(problem, Persistent(new(seed: 1, groups)), batch);
        for (uint seed = 2; seed < 4; seed++)
        {
            Bits.AreEqual(Trained(problem, Persistent(new(seed, groups)), batch), first, $"{seed}");
        }
    }

    [TestCaseSource(nameof(Trainings))]
    public void A_kernel_for_one_model_gives_the_bits_of_the_one_for_all(
        int[] sizes,
        Optimizer optimizer,
        int batch,
        bool bytes,
        Precision precision,
        int groups
    )
    {
        var problem = Small(sizes, optimizer, bytes, precision);
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
        var problem = Small([48, 30, 17], new Sgd(0.1), bytes: true, Precision.Float32);

        var four = Trained(problem, Persistent(new(seed: 1, groups: 14)), 8);
        var three = Trained(problem, Persistent(WithCopies(3, seed: 2, groups: 14, batch: 8)), 8);
        var none = Trained(problem, Persistent(new(seed: 3, groups: 14, nearBytes: 1)), 8);

        Bits.AreEqual(three, four);
        Bits.AreWithin(2e-6, none, four);
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
        "SYNC_OR_WARP(!makes_sources);",
        "SYNC_OR_WARP(true);",
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
        var problem = Small([48, 30, 17], new Sgd(0.1), bytes: true, Precision.Float32);
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

    private static Problem Small(
        int[] sizes,
        Optimizer optimizer,
        bool bytes,
        Precision precision
    ) => Problem.Classes(100, sizes, optimizer: optimizer, precision: precision, bytes: bytes);

    private static GpuBackend Persistent(WarpDevice device) =>
        new("gpu:cuda:persistent", device.Kernels());
}
