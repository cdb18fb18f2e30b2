using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = tanh x = (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x; slope 1 - y^2 = 4 s'(2x), s the logistic function.</summary>
internal readonly struct TanhFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x)
    {
        var e = Exponential<T, L>.OfNegativeMinusOne(L.Constant(-2) * L.Abs(x));
        var above = new Pair<T, L>(-e.High, -e.Low);
        var below = Pair<T, L>.Sum(L.Constant(2), e.High, e.Low);
        var y = (above * Pair<T, L>.Inverse(below)).Value;
        return y | (x & L.Constant(-0.0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => L.Constant(4) * Logistic<T, L>.Slope(x + x);
}
