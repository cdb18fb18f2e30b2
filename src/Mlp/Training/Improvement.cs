namespace Mlp;

/// <summary>Remembers the best value of one figure. Anything finite is better than nothing; NaN is never better.</summary>
/// <param name="monitor">The figure watched.</param>
/// <param name="mode">Which way it gets better.</param>
/// <param name="minDelta">By how much more than this it must.</param>
internal sealed class Improvement(string monitor, MonitorMode mode, double minDelta = 0)
{
    private readonly bool up =
        mode == MonitorMode.Max
        || (mode == MonitorMode.Auto && monitor.Contains("acc", StringComparison.Ordinal));
    private double? best;

    /// <summary>Whether the value is better than the best so far; then it is the best.</summary>
    public bool Improves(double value)
    {
        var better = IsBetter(
            value,
            best ?? (up ? double.NegativeInfinity : double.PositiveInfinity)
        );
        if (better)
        {
            best = value;
        }

        return better;
    }

    /// <summary>Whether the value is better than another by more than minDelta.</summary>
    public bool IsBetter(double value, double other) =>
        up ? value - minDelta > other : value + minDelta < other;
}
