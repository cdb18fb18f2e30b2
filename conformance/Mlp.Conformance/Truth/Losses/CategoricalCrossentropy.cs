using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>l = -sum_j t_j log(c_j), c = clip(q), q = p / sum(p), t = y*(1 - s) + s/classes.</summary>
internal sealed class CategoricalCrossentropy<T>(double smoothing) : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, predictions.Length);
        var total = Total(predictions);
        var sum = new Sum<T>();
        for (var j = 0; j < t.Length; j++)
        {
            sum.AddProduct(t[j], Elementary.Log(Clip<T>.Value(predictions[j] / total)));
        }

        return -sum.Value;
    }

    /// <summary>
    /// dl/dp_i = (g_i - sum_j g_j q_j) / sum(p), with g_j = dl/dq_j = -t_j/q_j within the clip range and 0 outside: the
    /// division by the row sum is part of the loss.
    /// </summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, predictions.Length);
        var total = Total(predictions);
        var g = new T[t.Length];
        var mean = new Sum<T>();
        for (var j = 0; j < t.Length; j++)
        {
            var q = predictions[j] / total;
            g[j] = Clip<T>.Passes(q) ? -t[j] / q : T.Zero;
            mean.AddProduct(g[j], q);
        }

        var slope = new T[t.Length];
        for (var i = 0; i < t.Length; i++)
        {
            slope[i] = (g[i] - mean.Value) / total;
        }

        return slope;
    }

    private static T Total(ReadOnlySpan<T> predictions)
    {
        var sum = new Sum<T>();
        foreach (var p in predictions)
        {
            sum.Add(p);
        }

        return sum.Value;
    }
}

/// <summary>From logits x, unclipped: l = -sum_j t_j log softmax(x)_j, t = y*(1 - s) + s/classes.</summary>
internal sealed class CategoricalCrossentropyOfLogits<T>(double smoothing) : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, predictions.Length);
        var logs = LogSoftmax<T>.Value(predictions);
        var sum = new Sum<T>();
        for (var j = 0; j < t.Length; j++)
        {
            sum.AddProduct(t[j], logs[j]);
        }

        return -sum.Value;
    }

    /// <summary>dl/dx_i = p_i sum_j t_j - t_i, p = softmax(x), as sum_j (p_i t_j - t_i p_j), which does not cancel at one-hot labels.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
    {
        var t = LabelSmoothing<T>.Value(targets, smoothing, predictions.Length);
        var p = Softmax<T>.Value(predictions);
        var slope = new T[t.Length];
        for (var i = 0; i < t.Length; i++)
        {
            var sum = new Sum<T>();
            for (var j = 0; j < t.Length; j++)
            {
                if (j != i)
                {
                    sum.AddProduct(p[i], t[j]);
                    sum.AddProduct(-t[i], p[j]);
                }
            }

            slope[i] = sum.Value;
        }

        return slope;
    }
}
