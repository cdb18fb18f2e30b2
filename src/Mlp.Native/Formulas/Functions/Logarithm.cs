using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// ln x = k ln 2 + ln(1 + f), x = 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2); with s = f / (2 + f),
/// ln(1 + f) = f - (f^2/2 - s (f^2/2 + s^2 p(s^2))), p fitted. Source: the decomposition of fdlibm's e_log.c.
/// </summary>
internal static class Logarithm<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private static bool Single
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => FloatFormat<T, L>.IsSingle;
    }

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of(L x)
    {
        // A subnormal is first made normal.
        var up = Single ? 25 : 54;
        var small = L.Less(x, L.Constant(FloatFormat<T, L>.SmallestNormal));
        var normal = L.Select(small, x * L.Constant(Single ? 33554432.0 : 18014398509481984.0), x);
        var mantissa = Split(normal, out var k);
        k -= small & L.Constant(up);
        var value = Sum(k, mantissa - L.Constant(1), L.Constant(0));
        return Limits(x, value);
    }

    /// <summary>ln(1 + x), accurate for small x too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfOnePlus(L x)
    {
        var one = L.Constant(1);
        var u = one + x;
        var mantissa = Split(u, out var k);
        var near = L.LessOrEqual(L.Abs(k), L.Constant(0));

        // What rounding took from 1 + x, relative to it.
        var lost = L.Select(L.Less(one, x), one - (u - x), x - (u - one)) / u;
        var value = Sum(k, L.Select(near, x, mantissa - one), L.Select(near, L.Constant(0), lost));
        return Limits(u, value);
    }

    // k and the mantissa between sqrt(1/2) and sqrt(2) of a normal positive x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Split(L x, out L k)
    {
        // Taking the bits of sqrt(1/2) away leaves k in the exponent, here with the bias added, and the rest in the fraction.
        var root = L.Constant(Math.Sqrt(0.5));
        var bias = FloatFormat<T, L>.Bias;
        var offset = L.SubtractBits(
            root,
            L.ShiftLeft(
                L.Constant(FloatFormat<T, L>.Rounder + bias),
                FloatFormat<T, L>.FractionBits
            )
        );
        var moved = L.SubtractBits(x, offset);
        var exponent = L.ShiftRight(moved, FloatFormat<T, L>.FractionBits);
        var rounder = L.Constant(FloatFormat<T, L>.Integers);
        k = (exponent | rounder) - L.Constant(FloatFormat<T, L>.Integers + bias);
        return L.SubtractBits(
            x,
            L.ShiftLeft(k + L.Constant(FloatFormat<T, L>.Rounder), FloatFormat<T, L>.FractionBits)
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Sum(L k, L f, L lost)
    {
        var s = f / (L.Constant(2) + f);
        var z = s * s;
        var half = f * f * L.Constant(0.5);
        var low = L.MultiplyAdd(
            s,
            L.MultiplyAdd(z, Series(z), half),
            L.MultiplyAdd(
                k,
                L.Constant(Single ? 1.428606820309417232e-6 : 2.823529056303157712e-13),
                lost
            )
        );
        return L.MultiplyAdd(
            k,
            L.Constant(Single ? 0.693145751953125 : 0.6931471805596629565116018),
            f - (half - low)
        );
    }

    // (ln((1 + s) / (1 - s)) / s - 2) / z, z = s^2; the error is below 2e-9 for floats, 3e-18 for doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Series(L z)
    {
        if (Single)
        {
            var f = L.Constant(0.2335342760365118507879);
            f = L.MultiplyAdd(f, z, L.Constant(0.2854996859130846944213));
            f = L.MultiplyAdd(f, z, L.Constant(0.4000012942695625860524));
            return L.MultiplyAdd(f, z, L.Constant(0.6666666654512713223283));
        }

        var d = L.Constant(0.1311483486959749849532);
        d = L.MultiplyAdd(d, z, L.Constant(0.1326604881220300222711));
        d = L.MultiplyAdd(d, z, L.Constant(0.1538634244964514425004));
        d = L.MultiplyAdd(d, z, L.Constant(0.1818179373211175406986));
        d = L.MultiplyAdd(d, z, L.Constant(0.2222222240975011408625));
        d = L.MultiplyAdd(d, z, L.Constant(0.2857142857072324927351));
        d = L.MultiplyAdd(d, z, L.Constant(0.4000000000000100956902));
        return L.MultiplyAdd(d, z, L.Constant(0.6666666666666666642979));
    }

    // ln 0 = -inf, ln inf = inf, NaN below 0 and for NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Limits(L x, L value)
    {
        var zero = L.Constant(0);
        value = L.Select(L.LessOrEqual(x, zero), L.Constant(double.NegativeInfinity), value);
        value = L.Select(L.Less(x, zero), L.Constant(double.NaN), value);
        var finite = L.Less(x, L.Constant(double.PositiveInfinity));
        return L.Select(finite, value, x);
    }
}
