namespace Benchmarks;

/// <summary>How far values lie from the truth, in units of its last place (of the smallest subnormal, below the normal numbers).</summary>
/// <param name="Values">Values looked at.</param>
/// <param name="NotNearest">Those that are not the truth rounded.</param>
/// <param name="Worst">The largest distance among them; one that is the truth rounded is at most half a unit off.</param>
/// <param name="At">The argument it was met at.</param>
internal readonly record struct UlpReport(long Values, long NotNearest, double Worst, float At)
{
    /// <summary>Both together.</summary>
    public UlpReport With(UlpReport other) =>
        new(
            Values + other.Values,
            NotNearest + other.NotNearest,
            Math.Max(Worst, other.Worst),
            other.Worst > Worst ? other.At : At
        );
}
