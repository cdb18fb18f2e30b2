using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|); slope 1 / (1 + e^-x).</summary>
internal readonly struct SoftplusFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x)
    {
        var zero = L.Constant(0);
        return L.Select(L.Less(x, zero), zero, x)
            + Logarithm<T, L>.OfOnePlus(Exponential<T, L>.Of(-L.Abs(x)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => Logistic<T, L>.Of(x);
}
