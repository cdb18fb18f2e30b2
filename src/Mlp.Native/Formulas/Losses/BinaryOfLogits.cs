using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>l = max(x, 0) - x t + ln(1 + e^-|x|); slope 1 / (1 + e^-x) - t. t is smoothed.</summary>
internal readonly struct BinaryOfLogits<T, L>(double smoothing) : IPairwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private L Smooth(L t) => Smoothing<T, L>.Of(t, smoothing, 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L p, L t)
    {
        var zero = L.Constant(0);
        var positive = L.Select(L.Less(p, zero), zero, p);
        return L.MultiplyAdd(-p, Smooth(t), positive)
            + Logarithm<T, L>.OfOnePlus(Exponential<T, L>.Of(-L.Abs(p)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L p, L t) => Logistic<T, L>.Of(p) - Smooth(t);
}
