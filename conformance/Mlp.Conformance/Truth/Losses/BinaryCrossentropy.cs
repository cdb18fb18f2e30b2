using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>l = mean over outputs of -(t log c + (1 - t) log(1 - c)), c = clip(p), t = y*(1 - s) + s/2.</summary>
internal sealed class BinaryCrossentropy<T>(double smoothing) : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, classes: 2);
        var sum = new Sum<T>();
        for (var j = 0; j < t.Length; j++)
        {
            var c = Clip<T>.Value(predictions[j]);
            sum.AddProduct(t[j], Elementary.Log(c));
            sum.AddProduct(T.One - t[j], Elementary.Log1P(-c));
        }

        return -sum.Value / T.CreateChecked(t.Length);
    }

    /// <summary>dl/dp_j = ((1 - t_j)/(1 - p_j) - t_j/p_j) / outputs within the clip range, 0 outside.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, classes: 2);
        var slope = new T[t.Length];
        for (var j = 0; j < t.Length; j++)
        {
            var p = predictions[j];
            slope[j] = Clip<T>.Passes(p)
                ? ((T.One - t[j]) / (T.One - p) - t[j] / p) / T.CreateChecked(t.Length)
                : T.Zero;
        }

        return slope;
    }
}

/// <summary>From logits x, unclipped: l = mean over outputs of max(x, 0) - x*t + log1p(e^-|x|), t = y*(1 - s) + s/2.</summary>
internal sealed class BinaryCrossentropyOfLogits<T>(double smoothing) : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, classes: 2);
        var sum = new Sum<T>();
        for (var j = 0; j < t.Length; j++)
        {
            var x = predictions[j];
            sum.Add(T.Max(x, T.Zero));
            sum.AddProduct(-x, t[j]);
            sum.Add(Elementary.Log1P(Elementary.Exp(-T.Abs(x))));
        }

        return sum.Value / T.CreateChecked(t.Length);
    }

    /// <summary>dl/dx_j = (sigmoid(x_j) - t_j) / outputs, as ((1 - t_j) sigmoid(x_j) - t_j sigmoid(-x_j)) / outputs, which does not cancel at t = 1.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, classes: 2);
        var slope = new T[t.Length];
        for (var j = 0; j < t.Length; j++)
        {
            var right = (T.One - t[j]) * Elementary.Sigmoid(predictions[j]);
            var wrong = t[j] * Elementary.Sigmoid(-predictions[j]);
            slope[j] = (right - wrong) / T.CreateChecked(t.Length);
        }

        return slope;
    }
}
