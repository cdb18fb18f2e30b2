using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>l = -(t ln c + (1 - t) ln(1 - c)), c = clip(p); slope (c - t) / (c (1 - c)) inside the clip, 0 outside. t is smoothed.</summary>
internal readonly struct BinaryOfProbabilities<T, L>(double smoothing) : IPairwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private L Smooth(L t) => Smoothing<T, L>.Of(t, smoothing, 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L p, L t)
    {
        var c = Clip<T, L>.Value(p);
        t = Smooth(t);
        return -L.MultiplyAdd(
            t,
            Logarithm<T, L>.Of(c),
            (L.Constant(1) - t) * Logarithm<T, L>.OfOnePlus(-c)
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L p, L t)
    {
        var c = Clip<T, L>.Value(p);
        return Clip<T, L>.Pass(p, (c - Smooth(t)) / (c * (L.Constant(1) - c)));
    }
}
