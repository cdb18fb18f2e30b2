namespace Mlp.TorchSharp;

/// <summary>sum(w*v) / sum(w) of what was added so far, in double; 0 while sum(w) is 0.</summary>
internal sealed class RunningMean
{
    private double total;
    private double weight;

    /// <summary>The mean.</summary>
    public double Value => weight == 0 ? 0 : total / weight;

    /// <summary>Adds one value of that weight.</summary>
    public void Add(double value, double valueWeight)
    {
        total += value * valueWeight;
        weight += valueWeight;
    }

    /// <summary>Adds many values, each of weight 1 where no weights are given.</summary>
    /// <param name="values"><c>[n]</c> or <c>[n, outputs]</c>.</param>
    /// <param name="weights"><c>[n]</c>, which then weigh the mean of a row's values; null for none.</param>
    public void Add(torch.Tensor values, torch.Tensor? weights)
    {
        var v = values.to(torch.ScalarType.Float64);
        if (weights is null)
        {
            total += v.sum().ToDouble();
            weight += v.numel();
            return;
        }

        var w = weights.to(torch.ScalarType.Float64).flatten();
        if (v.dim() == 2)
        {
            v = v.mean([-1]);
        }

        total += (w * v).sum().ToDouble();
        weight += w.sum().ToDouble();
    }
}
