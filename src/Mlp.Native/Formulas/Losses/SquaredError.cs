using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>l = (p - t)^2; slope 2 (p - t).</summary>
internal readonly struct SquaredError<T, L> : IPairwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L p, L t)
    {
        var difference = p - t;
        return difference * difference;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L p, L t) => L.Constant(2) * (p - t);
}
