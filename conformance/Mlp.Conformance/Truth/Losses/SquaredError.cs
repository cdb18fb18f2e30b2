using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>l = mean over outputs of (p - y)^2.</summary>
internal sealed class SquaredError<T> : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Two = T.CreateChecked(2);

    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var sum = new Sum<T>();
        for (var j = 0; j < predictions.Length; j++)
        {
            var difference = predictions[j] - targets[j];
            sum.AddProduct(difference, difference);
        }

        return sum.Value / T.CreateChecked(predictions.Length);
    }

    /// <summary>dl/dp_j = 2 (p_j - y_j) / outputs.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var slope = new T[predictions.Length];
        for (var j = 0; j < slope.Length; j++)
        {
            slope[j] = Two * (predictions[j] - targets[j]) / T.CreateChecked(slope.Length);
        }

        return slope;
    }
}
