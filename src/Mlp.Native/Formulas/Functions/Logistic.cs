using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>s(x) = 1 / (1 + e^-x), and s' = s(x) s(-x). From e^-|x|, so that nothing cancels or overflows, and in pairs.</summary>
internal static class Logistic<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>s(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of(L x)
    {
        Both(x, out var positive, out var negative);
        return L.Select(L.Less(x, L.Constant(0)), negative.Value, positive.Value);
    }

    /// <summary>s'(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Slope(L x)
    {
        Both(x, out var positive, out var negative);
        return (positive * negative).Value;
    }

    // s(|x|) = 1 / (1 + e) and s(-|x|) = e / (1 + e), e = e^-|x|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both(L x, out Pair<T, L> positive, out Pair<T, L> negative)
    {
        var e = Exponential<T, L>.OfNegative(-L.Abs(x));
        positive = Pair<T, L>.Inverse(Pair<T, L>.Sum(L.Constant(1), e.High, e.Low));
        negative = e * positive;
    }
}
