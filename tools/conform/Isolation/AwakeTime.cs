using System.Diagnostics;

namespace Conform.Isolation;

/// <summary>Time in which this process ran: while it, or the machine, was stopped, its workers were too.</summary>
internal sealed class AwakeTime
{
    // A gap that is longer was no delay between two glances.
    private static readonly TimeSpan MostBetween = TimeSpan.FromMilliseconds(500);

    private long last = Stopwatch.GetTimestamp();

    /// <summary>Since it was made, up to the last glance.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Looks at the clock; to be called many times a second.</summary>
    public void Glance()
    {
        var since = Stopwatch.GetElapsedTime(last);
        last = Stopwatch.GetTimestamp();
        Elapsed += since < MostBetween ? since : MostBetween;
    }
}
