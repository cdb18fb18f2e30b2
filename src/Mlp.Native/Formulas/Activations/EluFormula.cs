using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = scale * (x for x &gt; 0, else alpha*(e^x - 1)): elu with scale 1, and selu.</summary>
internal readonly struct EluFormula<T, L>(double alpha, double scale) : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x)
    {
        var below = L.Constant(alpha) * Exponential<T, L>.OfNegativeMinusOne(Negative(x)).Value;
        // Asked this way round, -0 and NaN stay themselves.
        return L.Constant(scale) * L.Select(L.Less(x, L.Constant(0)), below, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x)
    {
        var below = L.Constant(alpha) * Exponential<T, L>.Of(Negative(x));
        return L.Constant(scale) * L.Select(L.Less(L.Constant(0), x), L.Constant(1), below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Negative(L x) => L.Select(L.Less(L.Constant(0), x), L.Constant(0), x);
}
