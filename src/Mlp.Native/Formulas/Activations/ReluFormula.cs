using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = max(x, 0); slope 0 at 0. NaN stays NaN.</summary>
internal readonly struct ReluFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public static bool SlopeFromValue => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x) => L.Select(L.LessOrEqual(x, L.Constant(0)), L.Constant(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.Select(L.LessOrEqual(x, L.Constant(0)), L.Constant(0), L.Constant(1));
}
