using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>y = x Phi(x), Phi the standard normal distribution; slope Phi(x) + x phi(x).</summary>
internal readonly struct GeluFormula<T, L> : IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value(L x)
    {
        var tail = NormalDistribution<T, L>.Tail(x, out _);
        return x * L.Select(L.Less(x, L.Constant(0)), tail, L.Constant(1) - tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Slope(L x)
    {
        var tail = NormalDistribution<T, L>.Tail(x, out var density);
        var share = L.Select(L.Less(x, L.Constant(0)), tail, L.Constant(1) - tail);

        // Beyond the limit the density is 0; an infinite x would make 0 * inf of it.
        var limit = L.Constant(1e3);
        var bounded = L.Select(L.Less(limit, L.Abs(x)), limit, x);
        return L.MultiplyAdd(bounded, density, share);
    }
}
