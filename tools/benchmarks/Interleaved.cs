using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Times contenders in turn, round after round, in one process: whatever the machine does meanwhile, it does to all. The
/// first rounds warm up and do not count.
/// </summary>
internal static class Interleaved
{
    private const int WarmUps = 2;

    // Float32 sums in another order over some hundred steps: measured gaps are below 1e-5.
    private const double EqualWork = 1e-4;

    /// <summary>Times of each contender, in microseconds a step.</summary>
    /// <exception cref="InvalidOperationException">Two contenders came to different losses: they did not do the same work.</exception>
    public static IReadOnlyList<Timing> Measure(
        IReadOnlyList<IContender> contenders,
        int rounds,
        int steps
    )
    {
        var times = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
        for (var round = -WarmUps; round < rounds; round++)
        {
            var losses = new List<double>();
            foreach (var contender in contenders)
            {
                var start = Stopwatch.GetTimestamp();
                losses.Add(contender.Run());
                var elapsed = Stopwatch.GetElapsedTime(start);
                if (round >= 0)
                {
                    times[contender.Name].Add(elapsed.TotalMicroseconds / steps);
                }
            }

            if (
                losses.Max() - losses.Min() > EqualWork * Math.Max(1, losses.Max())
                || !losses.TrueForAll(double.IsFinite)
            )
            {
                throw new InvalidOperationException(
                    $"Contenders did not do the same work: mean losses {string.Join(", ", losses)}."
                );
            }
        }

        return [.. times.Select(entry => new Timing(entry.Key, entry.Value))];
    }
}

/// <summary>All counted times of one contender, in microseconds a step.</summary>
internal sealed class Timing(string name, IEnumerable<double> times)
{
    private readonly double[] sorted = [.. times.Order()];

    /// <summary>Who was timed.</summary>
    public string Name => name;

    /// <summary>The middle time.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The slower tail.</summary>
    public double P95 => Quantile(0.95);

    private double Quantile(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
