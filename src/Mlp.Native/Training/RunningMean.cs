namespace Mlp.Native;

/// <summary>sum(w*v) / sum(w), 0 while sum(w) is 0.</summary>
/// <param name="Total">sum(w*v).</param>
/// <param name="Weight">sum(w).</param>
internal record struct RunningMean(double Total, double Weight)
{
    /// <summary>The mean so far.</summary>
    public readonly double Value => Weight == 0 ? 0 : Total / Weight;

    /// <summary>Takes in a value with its weight.</summary>
    public void Add(double value, double valueWeight)
    {
        Total += value * valueWeight;
        Weight += valueWeight;
    }
}
