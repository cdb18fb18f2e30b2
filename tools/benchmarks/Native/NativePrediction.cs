using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>The native CPU backend as a user calls it: Predict, inputs and outputs in managed arrays.</summary>
internal sealed class NativePrediction : IContender
{
    private readonly PredictionWork work;
    private readonly IModel model;
    private Tensor? last;

    public NativePrediction(PredictionWork work, CpuBackend backend)
    {
        this.work = work;
        Name = $"native, {Count.Of(backend.Threads, "thread")}";
        model = backend.Compile(work.Model, work.Compile, work.Weights);
    }

    public string Name { get; }

    public double Units => work.Calls;

    public IReadOnlyList<double> Result => last is null ? [] : [.. last.ToFloat64().Values];

    public void Prepare() => last = null;

    public void Run()
    {
        for (var call = 0; call < work.Calls; call++)
        {
            last = model.Predict(work.X);
        }
    }

    public void Dispose() => model.Dispose();
}
