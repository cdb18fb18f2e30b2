namespace Benchmarks;

/// <summary>F, batch 512: the share of the peak that large products reach.</summary>
internal sealed class LargeBatchTraining : IWork
{
    private const int BatchSize = 512;

    // Few steps: sums over 512 rows in another order.
    private const double EqualWork = 1e-4;

    public string Name => "f-512";

    public string Title => "F: Fashion-MNIST 784-300-100-10, SGD, batch 512, dense";

    public string Unit => "us a step";

    public bool IsOnRealData => true;

    public Figures Measure(Bench bench)
    {
        var work = FashionTraining.Work(bench, BatchSize, bench.IsQuick ? 1 : 3);
        using var race = new Race(EqualWork);
        var floor = Bench.ThreadCounts.ToDictionary(
            threads => threads,
            threads => race.Add(new FmaFloor(threads, work.FlopsAStep))
        );
        var dense = Bench.ThreadCounts.ToDictionary(
            threads => threads,
            threads => race.Add(new NativeTraining(work, NativePaths.Dense(threads), " dense"))
        );
        var peers = bench.AddPeers(race, work);
        race.Run(bench.Rounds(20), bench.Cancellation);

        Times Of(IContender contender) => race.Of(contender);
        return new(
            race.All,
            [
                Judge.Share(
                    Goal.AtLeast("1 thread: share of the FMA peak", 0.85),
                    Of(dense[1]),
                    race.Of(floor[1])
                ),
                Judge.Share(
                    Goal.AtLeast("2 threads: share of the FMA peak", 0.85),
                    Of(dense[2]),
                    race.Of(floor[2])
                ),
                Judge.Against(
                    Goal.AtLeast("times TorchSharp", 1.4),
                    Of(dense[2]),
                    [.. peers.Select(peer => race.Of(peer.Contender))]
                ),
            ]
        )
        {
            Notes = Floors.Notes(work.FlopsAStep, "step", [.. floor.Values.Select(race.Of)]),
        };
    }
}
