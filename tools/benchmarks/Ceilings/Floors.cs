namespace Benchmarks;

/// <summary>What the times at the peak say, in words.</summary>
internal static class Floors
{
    /// <summary>The useful operations of a unit, and the rate of each floor.</summary>
    public static IReadOnlyList<string> Notes(
        double flops,
        string unit,
        IReadOnlyList<Times> floors
    ) =>
        [
            FormattableString.Invariant(
                $"useful work: {flops / 1e6:0.####} MFLOP a {unit}; the times of the FMA peak are those of so much on registers alone"
            ),
            .. floors.Select(floor =>
                FormattableString.Invariant(
                    $"{floor.Name}: {flops / floor.Median / 1e3:F1} GFLOP/s"
                )
            ),
        ];
}
