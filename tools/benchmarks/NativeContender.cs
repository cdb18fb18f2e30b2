using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>The native CPU backend as a user calls it: one Fit of one epoch.</summary>
internal sealed class NativeContender : IContender
{
    private readonly Workload work;
    private readonly IModel model;

    public NativeContender(Workload work, int threads)
    {
        this.work = work;
        Name = $"native cpu, {threads} thread{(threads == 1 ? "" : "s")}";
        model = new CpuBackend("cpu", threads).Compile(work.Model, work.Compile, work.Weights);
    }

    public string Name { get; }

    public double Run()
    {
        model.SetWeights(work.Weights);
        return model.Fit(work.Rows, new() { BatchSize = work.BatchSize })["loss"][0];
    }

    public void Dispose() => model.Dispose();
}
