using Mlp.Native;

namespace Benchmarks;

/// <summary>F on more workers than cores: it must slow down gracefully, not stand still.</summary>
internal sealed class ManyWorkers : IWork
{
    private const int BatchSize = 32;
    private const int Workers = 8;

    public string Name => "workers";

    public string Title => "F: Fashion-MNIST 784-300-100-10, SGD, batch 32, on 8 workers against 2";

    public string Unit => "us a step";

    public bool IsOnRealData => true;

    public Figures Measure(Bench bench)
    {
        var work = FashionTraining.Work(bench, BatchSize, bench.IsQuick ? 2 : 30);
        using var race = new Race(0);
        var few = race.Add(new NativeTraining(work, new CpuBackend("cpu", 2)));
        var many = race.Add(new NativeTraining(work, new CpuBackend("cpu", Workers)));
        race.Run(bench.Rounds(20), bench.Cancellation);
        return new(
            race.All,
            [
                Judge.Ratio(
                    Goal.AtMost("8 workers: time by that of 2", 1.5),
                    race.Of(many),
                    race.Of(few)
                ),
                Judge.SameBits("same bits on 2 and 8 workers", few.FinalWeights, many.FinalWeights),
            ]
        );
    }
}
