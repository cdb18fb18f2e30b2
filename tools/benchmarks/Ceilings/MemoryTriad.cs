using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>
/// a = b + 3c over arrays that are larger than the caches of a core, each thread on a part of its own. Counted as STREAM counts: three
/// values moved an element. A unit is a gigabyte.
/// Source: McCalpin, "Memory Bandwidth and Machine Balance in Current High Performance Computers", 1995.
/// </summary>
internal sealed class MemoryTriad : IContender
{
    private readonly Together together;

    /// <summary>A triad over three arrays of that many values.</summary>
    public MemoryTriad(int threads, int length)
    {
        Name = $"memory, {Count.Of(threads, "thread")}";
        Units = 3.0 * sizeof(float) * length / 1e9;
        float[] a = new float[length],
            b = new float[length],
            c = new float[length];
        b.AsSpan().Fill(1);
        c.AsSpan().Fill(2);
        together = new(
            threads,
            number =>
            {
                var from = (int)((long)length * number / threads);
                var count = (int)((long)length * (number + 1) / threads) - from;
                Triad(a.AsSpan(from, count), b.AsSpan(from, count), c.AsSpan(from, count));
            }
        );
    }

    public string Name { get; }

    public double Units { get; }

    public IReadOnlyList<double> Result => [];

    public void Prepare() => together.Prepare();

    public void Run() => together.Run();

    public void Dispose() => together.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Triad(Span<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(a);
        var y = MemoryMarshal.Cast<float, Vector<float>>(b);
        var z = MemoryMarshal.Cast<float, Vector<float>>(c);
        var three = new Vector<float>(3);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = y[i] + (three * z[i]);
        }
    }
}
