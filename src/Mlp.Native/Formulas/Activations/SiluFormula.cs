using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = x s(x), s(x) = 1 / (1 + e^-x); slope s(x) + x s'(x).</summary>
internal readonly struct SiluFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x) => x * Logistic<T, L>.Of(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x)
    {
        var slope = Logistic<T, L>.Slope(x);
        var none = L.LessOrEqual(slope, L.Constant(0));
        return Logistic<T, L>.Of(x) + L.Select(none, L.Constant(0), x * slope);
    }
}
