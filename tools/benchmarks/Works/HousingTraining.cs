using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>H, batch 32: a step so small that only what surrounds the arithmetic counts.</summary>
internal sealed class HousingTraining : IWork
{
    private const int BatchSize = 32;

    // Float32 sums in another order over some steps of a regression.
    private const double EqualWork = 1e-4;

    public string Name => "h";

    public string Title => "H: California housing 8-30-1, SGD, batch 32";

    public string Unit => "us a step";

    public bool IsOnRealData => true;

    /// <summary>Passes of H over its first rows.</summary>
    public static TrainingWork Work(Bench bench, int rows, int epochs) =>
        TrainingWork.Of(
            new(new Input(8), new Dense(30, "relu"), new Dense(1)),
            "mean_squared_error",
            bench.Housing().Slice(0, rows),
            BatchSize,
            epochs
        );

    public Figures Measure(Bench bench)
    {
        var work = Work(bench, (bench.IsQuick ? 4 : 60) * BatchSize, epochs: 10);
        using var race = new Race(EqualWork);
        var floor = race.Add(new FmaFloor(1, work.FlopsAStep));
        var native = Bench
            .ThreadCounts.Select(threads =>
                race.Add(new NativeTraining(work, new CpuBackend("cpu", threads)))
            )
            .ToArray();
        var peers = bench.AddPeers(race, work with { Epochs = 1 });
        race.Run(bench.Rounds(25), bench.Cancellation);

        var own = race.Of(native[^1]);
        return new(
            race.All,
            [
                Judge.Of(Goal.AtMost("a step", 1.5, "us"), own.Median),
                Judge.Against(
                    Goal.AtLeast("times TorchSharp", 60),
                    own,
                    [.. peers.Select(peer => race.Of(peer.Contender))]
                ),
                Judge.SameBits(
                    "same bits on 1 and 2 threads",
                    native[0].FinalWeights,
                    native[^1].FinalWeights
                ),
            ]
        )
        {
            Notes = Floors.Notes(work.FlopsAStep, "step", [race.Of(floor)]),
        };
    }
}
