using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>l = |p - t|; slope the sign of p - t, 0 at 0.</summary>
internal readonly struct AbsoluteError<T, L> : IPairwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L p, L t) => L.Abs(p - t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L p, L t)
    {
        var difference = p - t;
        var one = L.Constant(1);
        var zero = L.Constant(0);
        var sign = L.Select(L.Less(difference, zero), -one, difference);
        return L.Select(L.Less(zero, difference), one, sign);
    }
}
