using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Benchmarks;

/// <summary>The clock a core really runs at: additions that each wait for the one before take a cycle each.</summary>
internal static class CoreClock
{
    private const int Turns = 200_000;
    private const int AdditionsATurn = 16;

    /// <summary>Gigahertz: the fastest of some short trials, which nothing interrupted.</summary>
    public static double Measure()
    {
        var best = double.PositiveInfinity;
        for (var trial = 0; trial < 20; trial++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = Fibonacci(Turns);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return (double)Turns * AdditionsATurn / best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Fibonacci(int turns)
    {
        ulong a = 0,
            b = 1;
        for (var turn = 0; turn < turns; turn++)
        {
            a += b;
            b += a;
            a += b;
            b += a;
            a += b;
            b += a;
            a += b;
            b += a;
            a += b;
            b += a;
            a += b;
            b += a;
            a += b;
            b += a;
            a += b;
            b += a;
        }

        return a;
    }
}
