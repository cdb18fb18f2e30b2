namespace Benchmarks;

/// <summary>The least time in which threads could do a unit of work, were it nothing but fused multiply-adds on registers.</summary>
internal sealed class FmaFloor : IContender
{
    // About 5 ms at 120 GFLOP/s: far longer than starting together takes, far shorter than a time slice.
    private const double Flops = 6e8;

    private readonly Together together;
    private readonly float[] sums;

    /// <summary>The floor of units of that many useful floating-point operations.</summary>
    public FmaFloor(int threads, double flopsAUnit)
    {
        Name = $"FMA peak, {Count.Of(threads, "thread")}";
        var turns = (long)(Flops / FmaPeak.FlopsATurn);
        Units = threads * turns * FmaPeak.FlopsATurn / flopsAUnit;
        sums = new float[threads];
        together = new(threads, number => sums[number] = FmaPeak.Run(turns));
    }

    public string Name { get; }

    public double Units { get; }

    public IReadOnlyList<double> Result => [];

    public void Prepare() => together.Prepare();

    public void Run() => together.Run();

    public void Dispose() => together.Dispose();
}
