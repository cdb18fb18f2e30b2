using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = x.</summary>
internal readonly struct LinearFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public static bool SlopeFromValue => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.Constant(1);
}
