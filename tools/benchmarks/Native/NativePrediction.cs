using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>The native CPU backend as who calls it often does: rows in memory made once, outputs written in place.</summary>
internal sealed class NativePrediction : IContender
{
    private readonly PredictionWork work;
    private readonly IModel model;
    private readonly float[] outputs;

    public NativePrediction(PredictionWork work, CpuBackend backend)
    {
        this.work = work;
        Name = $"native, {Count.Of(backend.Threads, "thread")}";
        model = backend.Compile(work.Model, work.Compile, work.Weights);
        outputs = new float[work.X.Rows * work.Model.Outputs];
    }

    public string Name { get; }

    public double Units => work.Calls;

    public IReadOnlyList<double> Result => [.. outputs.Select(value => (double)value)];

    public void Prepare() => outputs.AsSpan().Clear();

    public void Run()
    {
        for (var call = 0; call < work.Calls; call++)
        {
            model.Predict(work.X.Values, outputs);
        }
    }

    public void Dispose() => model.Dispose();
}
