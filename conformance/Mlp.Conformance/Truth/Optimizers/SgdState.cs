using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>v = m*v - lr*g, w += v, m the momentum; with Nesterov w += m*v - lr*g, v the new one. Without momentum this is w -= lr*g.</summary>
internal sealed class SgdState<T>(Sgd sgd, IReadOnlyList<int> sizes) : OptimizerState<T>(sgd)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] velocity = Zeros(sizes);
    private readonly T momentum = T.CreateChecked(sgd.Momentum);

    protected override void Move(T rate, long t, int variable, T[] w, T[] g)
    {
        for (var i = 0; i < w.Length; i++)
        {
            ref var v = ref velocity[variable][i];
            v = momentum * v - rate * g[i];
            w[i] += sgd.Nesterov ? momentum * v - rate * g[i] : v;
        }
    }
}
