using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = 1 / (1 + e^-x).</summary>
internal readonly struct SigmoidFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x) => Logistic<T, L>.Of(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x) => Logistic<T, L>.Slope(x);
}
