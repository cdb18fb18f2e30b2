namespace Mlp.Native;

/// <summary>sum(w*v) / sum(w), 0 while sum(w) is 0.</summary>
internal struct RunningMean
{
    private double total;
    private double weight;

    /// <summary>The mean so far.</summary>
    public readonly double Value => weight == 0 ? 0 : total / weight;

    /// <summary>Takes in a value with its weight.</summary>
    public void Add(double value, double valueWeight)
    {
        total += value * valueWeight;
        weight += valueWeight;
    }
}
