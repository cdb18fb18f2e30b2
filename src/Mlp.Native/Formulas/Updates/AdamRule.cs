using System.Numerics;
using System.Runtime.CompilerServices;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>m += (g - m)(1 - b1), v += (g^2 - v)(1 - b2), w -= a m / (sqrt(v) + eps), a = lr sqrt(1 - b2^t) / (1 - b1^t), t from 1.</summary>
internal readonly struct AdamRule<T, L>(double alpha, double first1, double second1, double epsilon)
    : IUpdateRule<AdamRule<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public static int States => 2;

    public static IReadOnlyList<string> Slots => ["first_moment", "second_moment"];

    public static AdamRule<T, L> At(Optimizer optimizer, double rate, long step)
    {
        var adam = (Adam)optimizer;
        var alpha =
            rate
            * Math.Sqrt(1 - Portable.Pow(adam.Beta2, step + 1))
            / (1 - Portable.Pow(adam.Beta1, step + 1));
        return new(alpha, 1 - adam.Beta1, 1 - adam.Beta2, adam.Epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Apply(L w, L g, ref L first, ref L second, ref L third)
    {
        first = L.MultiplyAdd(g - first, L.Constant(first1), first);
        second = L.MultiplyAdd(L.MultiplyAdd(g, g, -second), L.Constant(second1), second);
        return w - L.Constant(alpha) * first / (L.Sqrt(second) + L.Constant(epsilon));
    }
}
