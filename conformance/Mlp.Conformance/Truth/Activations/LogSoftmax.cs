using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y_i = x_i - m - log(sum_j e^(x_j - m)), m = max x, along a row.</summary>
internal static class LogSoftmax<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T[] Value(ReadOnlySpan<T> x)
    {
        var best = ArgMax.Of(x);

        // The largest enters as e^0 - 1, and log1p puts the 1 back: so nothing is lost where the others are small.
        var others = new Sum<T>();
        for (var j = 0; j < x.Length; j++)
        {
            var shifted = x[j] - x[best];
            others.Add(j == best ? Elementary.ExpM1(shifted) : Elementary.Exp(shifted));
        }

        var log = Elementary.Log1P(others.Value);
        var y = new T[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = x[i] - x[best] - log;
        }

        return y;
    }

    /// <summary>d sum(upstream*y)/dx_i = upstream_i - softmax(x)_i * sum_j upstream_j.</summary>
    public static T[] Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> upstream)
    {
        var total = new Sum<T>();
        foreach (var value in upstream)
        {
            total.Add(value);
        }

        var y = Softmax<T>.Value(x);
        var gradient = new T[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            gradient[i] = upstream[i] - y[i] * total.Value;
        }

        return gradient;
    }
}
