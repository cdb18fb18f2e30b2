using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>The native CPU backend as a user calls it: one Fit.</summary>
internal sealed class NativeTraining : IContender
{
    private readonly TrainingWork work;
    private readonly IModel model;
    private readonly FitSpec fit;
    private double[] losses = [];

    public NativeTraining(TrainingWork work, CpuBackend backend, string path = "")
    {
        this.work = work;
        Name = $"native{path}, {Count.Of(backend.Threads, "thread")}";
        model = backend.Compile(work.Model, work.Compile, work.Weights);
        fit = new() { BatchSize = work.BatchSize, Epochs = work.Epochs };
    }

    public string Name { get; }

    public double Units => work.Steps;

    public IReadOnlyList<double> Result => [.. losses.Take(1)];

    /// <summary>The weights of the last run, all variables in a row, to be compared bit by bit.</summary>
    public float[] FinalWeights =>
        [.. model.GetWeights().SelectMany(variable => variable.ToFloat32().Values.ToArray())];

    public void Prepare() => model.SetWeights(work.Weights);

    public void Run() => losses = [.. model.Fit(work.Rows, fit)["loss"]];

    public void Dispose() => model.Dispose();
}
