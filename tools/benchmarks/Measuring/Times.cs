namespace Benchmarks;

/// <summary>Times of one contender in microseconds a unit of work, one a round, in the order of the rounds.</summary>
/// <param name="Name">Who was timed.</param>
/// <param name="Rounds">One time a round.</param>
internal sealed record Times(string Name, IReadOnlyList<double> Rounds)
{
    /// <summary>The middle time.</summary>
    public double Median => Quantile(Rounds, 0.5);

    /// <summary>The slower tail: 95 of 100 rounds took no longer.</summary>
    public double P95 => Quantile(Rounds, 0.95);

    /// <summary>
    /// How many times longer the other took: the median over rounds of its time by this one's in the same round, so that what
    /// the machine did meanwhile counts for both.
    /// </summary>
    public double Ahead(Times other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Quantile([.. other.Rounds.Zip(Rounds, (theirs, mine) => theirs / mine)], 0.5);
    }

    /// <summary>The value that this share of all values does not exceed: of an even number, the upper of the middle two for a half.</summary>
    public static double Quantile(IReadOnlyList<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round(share * (sorted.Length - 1), MidpointRounding.AwayFromZero)];
    }
}
