using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// e^x = 2^n * (1 + r + r^2 q(r)), n = round(x / ln 2), r = x - n ln 2, q a polynomial fitted to (e^r - 1 - r) / r^2 on
/// |r| &lt;= ln 2 / 2. r and the sum are kept as pairs, so that little but the last rounding is lost.
/// </summary>
internal static class Exponential<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private static bool Single
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => FloatFormat<T, L>.IsSingle;
    }

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of(L x)
    {
        var fraction = Fraction(Clamp(x, Single ? 110 : 800), out var n);
        var one = L.Constant(1);
        return FloatFormat<T, L>.Scale(Pair<T, L>.Sum(one, fraction.High, fraction.Low).Value, n);
    }

    /// <summary>e^x as a pair, for x &lt;= 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T, L> OfNegative(L x)
    {
        var fraction = Fraction(Clamp(x, Single ? 110 : 800), out var n);
        var sum = Pair<T, L>.Sum(L.Constant(1), fraction.High, fraction.Low);
        var high = sum.Value;
        var low = sum.Low - (high - sum.High);
        return new(FloatFormat<T, L>.Scale(high, n), FloatFormat<T, L>.Scale(low, n));
    }

    /// <summary>e^x - 1 as a pair, for x &lt;= 0: (2^n - 1) + 2^n (e^r - 1), so that nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T, L> OfNegativeMinusOne(L x)
    {
        // Beyond the limit e^x is nothing beside 1.
        var fraction = Fraction(Clamp(x, Single ? 60 : 600), out var n);
        var power = FloatFormat<T, L>.PowerOfTwo(n);
        var one = L.Constant(1);
        var whole = power - one;
        return Pair<T, L>.Sum(
            whole,
            power * fraction.High,
            L.MultiplyAdd(power, fraction.Low, power - (whole + one))
        );
    }

    // e^r - 1 and n. NaN stays NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Pair<T, L> Fraction(L x, out L n)
    {
        n = FloatFormat<T, L>.Round(x * L.Constant(1.4426950408889634));

        // ln 2 in two parts, the first so short that n times it is exact.
        var exact = L.MultiplyAdd(
            -n,
            L.Constant(Single ? 0.693145751953125 : 0.6931471805596629565116018),
            x
        );
        var rest = n * L.Constant(Single ? 1.428606820309417232e-6 : 2.823529056303157712e-13);
        var r = exact - rest;
        var tail = exact - r - rest;
        return Pair<T, L>.Sum(r, L.MultiplyAdd(r * r, Quotient(r), tail), L.Constant(0));
    }

    // (e^r - 1 - r) / r^2; the error is below 2e-9 for floats, 2e-18 for doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Quotient(L r)
    {
        if (Single)
        {
            var f = L.Constant(0.0001989198131397769021152);
            f = L.MultiplyAdd(f, r, L.Constant(0.001393454192827026447731));
            f = L.MultiplyAdd(f, r, L.Constant(0.008333310024225292429934));
            f = L.MultiplyAdd(f, r, L.Constant(0.04166645680967787603388));
            f = L.MultiplyAdd(f, r, L.Constant(0.1666666668253435607134));
            return L.MultiplyAdd(f, r, L.Constant(0.5000000014286223417152));
        }

        var d = L.Constant(2.091544229778011521616e-9);
        d = L.MultiplyAdd(d, r, L.Constant(2.51062747335732946873e-8));
        d = L.MultiplyAdd(d, r, L.Constant(2.755727181021979956947e-7));
        d = L.MultiplyAdd(d, r, L.Constant(0.000002755725283351690974813));
        d = L.MultiplyAdd(d, r, L.Constant(0.00002480158732700718673102));
        d = L.MultiplyAdd(d, r, L.Constant(0.0001984126987686435492947));
        d = L.MultiplyAdd(d, r, L.Constant(0.001388888888888332667437));
        d = L.MultiplyAdd(d, r, L.Constant(0.008333333333325544699563));
        d = L.MultiplyAdd(d, r, L.Constant(0.04166666666666667007438));
        d = L.MultiplyAdd(d, r, L.Constant(0.1666666666666667143842));
        return L.MultiplyAdd(d, r, L.Constant(0.5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Clamp(L x, double limit)
    {
        var (least, most) = (L.Constant(-limit), L.Constant(limit));
        x = L.Select(L.Less(x, least), least, x);
        return L.Select(L.Less(most, x), most, x);
    }
}
