using System.Numerics;
using System.Runtime.CompilerServices;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>v = r v + (1 - r) g^2, s = lr g / sqrt(v + eps), w -= s; with momentum u = m u + s and w -= u; centered, a = r a + (1 - r) g and v - a^2 for v under the root.</summary>
internal readonly struct RmsPropRule<T, L>(
    double rate,
    double rho,
    double momentum,
    double epsilon,
    bool centered
) : IUpdateRule<RmsPropRule<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public static int States => 3;

    public static IReadOnlyList<string> Slots => ["mean_square", "mean_gradient", "velocity"];

    public static RmsPropRule<T, L> At(Optimizer optimizer, double rate, long step)
    {
        var rms = (RmsProp)optimizer;
        return new(rate, rms.Rho, rms.Momentum, rms.Epsilon, rms.Centered);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Apply(L w, L g, ref L first, ref L second, ref L third)
    {
        var (keep, take) = (L.Constant(rho), L.Constant(1 - rho));
        first = L.MultiplyAdd(keep, first, take * (g * g));
        var square = first;
        if (centered)
        {
            second = L.MultiplyAdd(keep, second, take * g);
            square = L.MultiplyAdd(-second, second, first);
        }

        var step = L.Constant(rate) * g / L.Sqrt(square + L.Constant(epsilon));
        if (momentum == 0)
        {
            return w - step;
        }

        third = L.MultiplyAdd(L.Constant(momentum), third, step);
        return w - third;
    }
}
