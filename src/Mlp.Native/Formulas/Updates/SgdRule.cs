using System.Numerics;
using System.Runtime.CompilerServices;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>w -= lr g.</summary>
internal readonly struct SgdRule<T, L>(double rate) : IUpdateRule<SgdRule<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public static int States => 0;

    public static IReadOnlyList<string> Slots => [];

    public static SgdRule<T, L> At(Optimizer optimizer, double rate, long step) => new(rate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Apply(L w, L g, ref L first, ref L second, ref L third)
    {
        return L.MultiplyAdd(L.Constant(-rate), g, w);
    }
}
