using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y_i = e^(x_i - m) / sum_j e^(x_j - m), m = max x, along a row.</summary>
internal static class Softmax<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T[] Value(ReadOnlySpan<T> x)
    {
        var largest = x[ArgMax.Of(x)];
        var y = new T[x.Length];
        var sum = new Sum<T>();
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = Elementary.Exp(x[i] - largest);
            sum.Add(y[i]);
        }

        for (var i = 0; i < x.Length; i++)
        {
            y[i] /= sum.Value;
        }

        return y;
    }

    /// <summary>d sum(upstream*y)/dx_i = y_i * (upstream_i - sum_j upstream_j*y_j).</summary>
    public static T[] Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> upstream)
    {
        var y = Value(x);
        var mean = new Sum<T>();
        for (var j = 0; j < x.Length; j++)
        {
            mean.AddProduct(upstream[j], y[j]);
        }

        var gradient = new T[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            gradient[i] = y[i] * (upstream[i] - mean.Value);
        }

        return gradient;
    }
}
