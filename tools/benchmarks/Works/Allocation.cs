using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>
/// Bytes that a step leaves to the garbage collector, on any thread: what an epoch of twice the steps allocates more, by the steps. What a
/// fit needs once, or once an epoch, does not count.
/// </summary>
internal sealed class Allocation : IWork
{
    private const int BatchSize = 32;
    private const int Epochs = 5;
    private const int Steps = 60;

    public string Name => "allocation";

    public string Title => "Bytes allocated a training step";

    public string Unit => "bytes";

    public bool IsOnRealData => true;

    public Figures Measure(Bench bench)
    {
        var (fashion, housing) = (bench.Fashion(2 * Steps * BatchSize), bench.Housing());
        var steps = Math.Min(Steps, housing.Rows / BatchSize / 2);
        return new(
            [],
            [
                Judge.Of(
                    Goal.AtMost("F, batch 32: allocated a step", 0, "bytes"),
                    BytesAStep(FashionTraining.Work(bench, BatchSize, 1), fashion, Steps)
                ),
                Judge.Of(
                    Goal.AtMost("H, batch 32: allocated a step", 0, "bytes"),
                    BytesAStep(HousingTraining.Work(bench, BatchSize, epochs: 1), housing, steps)
                ),
            ]
        );
    }

    private static double BytesAStep(TrainingWork work, Samples rows, int steps)
    {
        using var model = new CpuBackend("cpu", 2).Compile(work.Model, work.Compile, work.Weights);
        var once = BytesAnEpoch(model, rows.Slice(0, steps * BatchSize));
        var twice = BytesAnEpoch(model, rows.Slice(0, 2 * steps * BatchSize));
        return (double)(twice - once) / steps;
    }

    // The least of some epochs: whatever else the process does may allocate too.
    private static long BytesAnEpoch(IModel model, Samples rows)
    {
        var counter = new Counter();
        model.Fit(rows, new() { Epochs = Epochs, Callbacks = [counter] });
        return counter
            .Readings.Zip(counter.Readings.Skip(1), (before, after) => after - before)
            .Min();
    }

    private sealed class Counter : Callback
    {
        public List<long> Readings { get; } = new(Epochs);

        public override void OnEpochEnd(ITraining training, EpochRecord epoch) =>
            Readings.Add(GC.GetTotalAllocatedBytes(precise: true));
    }
}
