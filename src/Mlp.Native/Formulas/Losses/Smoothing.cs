using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Label smoothing: t (1 - s) + s / classes.</summary>
internal static class Smoothing<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>The smoothed label; the label itself for s = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of(L t, double smoothing, int classes) =>
        smoothing == 0
            ? t
            : L.MultiplyAdd(t, L.Constant(1 - smoothing), L.Constant(smoothing / classes));
}
