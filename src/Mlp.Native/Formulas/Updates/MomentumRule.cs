using System.Numerics;
using System.Runtime.CompilerServices;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>v = m v - lr g and w += v; with Nesterov w += m v - lr g, v the new one.</summary>
internal readonly struct MomentumRule<T, L>(double rate, double momentum, bool nesterov)
    : IUpdateRule<MomentumRule<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public static int States => 1;

    public static IReadOnlyList<string> Slots => ["velocity"];

    public static MomentumRule<T, L> At(Optimizer optimizer, double rate, long step)
    {
        var sgd = (Sgd)optimizer;
        return new(rate, sgd.Momentum, sgd.Nesterov);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Apply(L w, L g, ref L first, ref L second, ref L third)
    {
        var (m, step) = (L.Constant(momentum), L.Constant(rate) * g);
        first = L.MultiplyAdd(m, first, -step);
        return nesterov ? w + (m * first - step) : w + first;
    }
}
