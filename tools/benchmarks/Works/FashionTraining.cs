using Mlp;

namespace Benchmarks;

/// <summary>F, batch 32: dense and with zeros skipped, on 1 and 2 threads, against the peak and TorchSharp.</summary>
internal sealed class FashionTraining : IWork
{
    private const int BatchSize = 32;

    // Float32 sums in another order over some steps: measured gaps are below 1e-5.
    private const double EqualWork = 1e-4;

    public string Name => "f";

    public string Title => "F: Fashion-MNIST 784-300-100-10, SGD, batch 32";

    public string Unit => "us a step";

    public bool IsOnRealData => true;

    /// <summary>The layers of F.</summary>
    public static Sequential Layers() =>
        new(
            new Input(Bench.Pixels),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax")
        );

    /// <summary>So many steps of F.</summary>
    public static TrainingWork Work(Bench bench, int batchSize, int steps) =>
        TrainingWork.Of(
            Layers(),
            "sparse_categorical_crossentropy",
            bench.Fashion(steps * batchSize),
            batchSize
        );

    public Figures Measure(Bench bench)
    {
        var work = Work(bench, BatchSize, bench.IsQuick ? 4 : 200);
        using var race = new Race(EqualWork);
        var floor = Bench.ThreadCounts.ToDictionary(
            threads => threads,
            threads => race.Add(new FmaFloor(threads, work.FlopsAStep))
        );
        var dense = Bench.ThreadCounts.ToDictionary(
            threads => threads,
            threads => race.Add(new NativeTraining(work, NativePaths.Dense(threads), " dense"))
        );
        var skip = Bench.ThreadCounts.ToDictionary(
            threads => threads,
            threads => race.Add(new NativeTraining(work, NativePaths.Skip(threads), " skip"))
        );
        var peers = bench.AddPeers(race, work);
        race.Run(bench.Rounds(25), bench.Cancellation);

        Times Of(IContender contender) => race.Of(contender);
        Times[] torch =
        [
            .. peers
                .Where(peer => peer.Peer == Peer.TorchSharp)
                .Select(peer => race.Of(peer.Contender)),
        ];
        return new(
            race.All,
            [
                Judge.Share(
                    Goal.AtLeast("dense, 1 thread: share of the FMA peak", 0.8),
                    Of(dense[1]),
                    race.Of(floor[1])
                ),
                Judge.Share(
                    Goal.AtLeast("dense, 2 threads: share of the FMA peak", 0.8),
                    Of(dense[2]),
                    race.Of(floor[2])
                ),
                Judge.Against(Goal.AtLeast("dense: times TorchSharp", 3.5), Of(dense[2]), torch),
                Judge.Ratio(
                    Goal.AtMost("skip: time by that of dense", 0.75),
                    Of(skip[2]),
                    Of(dense[2])
                ),
                Judge.Against(Goal.AtLeast("skip: times TorchSharp", 5), Of(skip[2]), torch),
                Judge.SameBits(
                    "skip and dense: same bits",
                    skip[2].FinalWeights,
                    dense[2].FinalWeights
                ),
                Judge.Ratio(
                    Goal.AtLeast("dense: 2 threads, times 1", 1.8),
                    Of(dense[1]),
                    Of(dense[2])
                ),
                Judge.SameBits(
                    "dense: same bits on 1 and 2 threads",
                    dense[1].FinalWeights,
                    dense[2].FinalWeights
                ),
            ]
        )
        {
            Notes = Floors.Notes(work.FlopsAStep, "step", [.. floor.Values.Select(race.Of)]),
        };
    }
}
