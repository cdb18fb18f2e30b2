using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>
/// v = r*v + (1 - r)*g^2, s = lr*g / sqrt(v + epsilon); w -= s, or with momentum m: u = m*u + s, w -= u. Centered:
/// a = r*a + (1 - r)*g, and v - a^2 stands for v under the root.
/// </summary>
internal sealed class RmsPropState<T>(RmsProp rmsProp, IReadOnlyList<int> sizes)
    : OptimizerState<T>(rmsProp)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] meanSquare = Zeros(sizes);
    private readonly T[][] mean = Zeros(sizes);
    private readonly T[][] velocity = Zeros(sizes);
    private readonly T rho = T.CreateChecked(rmsProp.Rho);
    private readonly T rest = T.CreateChecked(1 - rmsProp.Rho);
    private readonly T momentum = T.CreateChecked(rmsProp.Momentum);
    private readonly T epsilon = T.CreateChecked(rmsProp.Epsilon);

    protected override void Move(T rate, long t, int variable, T[] w, T[] g)
    {
        for (var i = 0; i < w.Length; i++)
        {
            ref var v = ref meanSquare[variable][i];
            ref var a = ref mean[variable][i];
            ref var u = ref velocity[variable][i];
            v = rho * v + rest * (g[i] * g[i]);
            a = rho * a + rest * g[i];
            var underRoot = rmsProp.Centered ? v - a * a + epsilon : v + epsilon;
            u = momentum * u + rate * g[i] / T.Sqrt(underRoot);
            w[i] -= u;
        }
    }
}
