using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = x for x &gt; 0, else slope*x.</summary>
internal readonly struct LeakyReluFormula<T, L>(double slope) : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x) => L.Select(L.Less(L.Constant(0), x), x, x * L.Constant(slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.Select(L.Less(L.Constant(0), x), L.Constant(1), L.Constant(slope));
}
