using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>m += (g - m)*(1 - b1), v += (g^2 - v)*(1 - b2), w -= lr * sqrt(1 - b2^t)/(1 - b1^t) * m / (sqrt(v) + epsilon), t from 1.</summary>
internal sealed class AdamState<T>(Adam adam, IReadOnlyList<int> sizes) : OptimizerState<T>(adam)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] first = Zeros(sizes);
    private readonly T[][] second = Zeros(sizes);
    private readonly T beta1 = T.CreateChecked(adam.Beta1);
    private readonly T beta2 = T.CreateChecked(adam.Beta2);
    private readonly T epsilon = T.CreateChecked(adam.Epsilon);

    // Taken in double and then rounded, as Keras takes them from Python's numbers.
    private readonly T rest1 = T.CreateChecked(1 - adam.Beta1);
    private readonly T rest2 = T.CreateChecked(1 - adam.Beta2);

    protected override void Move(T rate, long t, int variable, T[] w, T[] g)
    {
        var factor = Factor(rate, t);
        for (var i = 0; i < w.Length; i++)
        {
            ref var m = ref first[variable][i];
            ref var v = ref second[variable][i];
            m += (g[i] - m) * rest1;
            v += (g[i] * g[i] - v) * rest2;
            w[i] -= m * factor / (T.Sqrt(v) + epsilon);
        }
    }

    /// <summary>lr * sqrt(1 - b2^t) / (1 - b1^t).</summary>
    private T Factor(T rate, long t)
    {
        var power = T.CreateChecked(t);
        var correction1 = T.One - Elementary.Pow(beta1, power);
        var correction2 = T.One - Elementary.Pow(beta2, power);
        return rate * T.Sqrt(correction2) / correction1;
    }
}
