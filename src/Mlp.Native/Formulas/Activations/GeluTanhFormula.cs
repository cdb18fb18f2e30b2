using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = x/2 * (1 + tanh(u)) = x s(2u), u = sqrt(2/pi) * (x + 0.044715 x^3), s the logistic function.</summary>
internal readonly struct GeluTanhFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x) => x * Logistic<T, L>.Of(TwiceU(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x)
    {
        var twiceU = TwiceU(x);
        var inner =
            L.Constant(2 * 0.7978845608028653559)
            * L.MultiplyAdd(x * x, L.Constant(3 * 0.044715), L.Constant(1));

        // Far out the slope of s is 0 and x * inner may overflow.
        var slope = Logistic<T, L>.Slope(twiceU);
        var none = L.LessOrEqual(slope, L.Constant(0));
        var change = L.Select(none, L.Constant(0), x * inner * slope);
        return Logistic<T, L>.Of(twiceU) + change;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L TwiceU(L x) =>
        L.Constant(2 * 0.7978845608028653559)
        * x
        * L.MultiplyAdd(x * x, L.Constant(0.044715), L.Constant(1));
}
