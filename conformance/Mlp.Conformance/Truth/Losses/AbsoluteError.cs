using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>l = mean over outputs of |p - y|.</summary>
internal sealed class AbsoluteError<T> : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var sum = new Sum<T>();
        for (var j = 0; j < predictions.Length; j++)
        {
            sum.Add(T.Abs(predictions[j] - targets[j]));
        }

        return sum.Value / T.CreateChecked(predictions.Length);
    }

    /// <summary>dl/dp_j = sign(p_j - y_j) / outputs, the sign of 0 being 0.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var slope = new T[predictions.Length];
        for (var j = 0; j < slope.Length; j++)
        {
            slope[j] = Sign(predictions[j] - targets[j]) / T.CreateChecked(slope.Length);
        }

        return slope;
    }

    private static T Sign(T x) =>
        x > T.Zero ? T.One
        : x < T.Zero ? -T.One
        : x;
}
