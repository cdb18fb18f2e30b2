using System.Diagnostics;

namespace Mlp.Native;

/// <summary>Whether calls follow each other so closely, and have for a while, that workers are worth waking and keep awake in between.</summary>
internal struct Pace
{
    private const int Enough = 16;

    // Half of what workers spin at a barrier before they sleep.
    private static readonly long Close = Stopwatch.Frequency / 100_000;

    private long ended;
    private int inARow;

    /// <summary>Called when a call begins.</summary>
    public bool IsBrisk()
    {
        inARow = Stopwatch.GetTimestamp() - ended < Close ? Math.Min(inARow + 1, Enough) : 0;
        return inARow == Enough;
    }

    /// <summary>Called when a call has ended.</summary>
    public void Ended() => ended = Stopwatch.GetTimestamp();
}
