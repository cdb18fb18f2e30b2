using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// The standard normal distribution: Phi(x) = (1 + erf(x / sqrt 2)) / 2 and its density phi(x) = e^(-x^2/2) / sqrt(2 pi).
/// Phi(-x) = 1/2 - x p(x^2) for 0 &lt;= x &lt; 1, and e^(-x^2/2) c(t) / (x + 4), t = (x - 4) / (x + 4), beyond: p a polynomial and c a
/// Chebyshev series, fitted.
/// </summary>
internal static class NormalDistribution<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Phi(-|x|), and with it phi(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Tail(L x, out L density)
    {
        // Beyond the limit both are 0.
        var limit = L.Constant(40);
        var a = L.Abs(x);
        a = L.Select(L.Less(limit, a), limit, a);

        // The square as a pair: an error in it would come out of the exponential magnified.
        var half = a * L.Constant(0.5);
        var square = half * a;
        var lost = L.MultiplyAdd(half, a, -square);
        var e = Exponential<T, L>.Of(-square);
        e -= e * lost;
        density = e * L.Constant(0.3989422804014326779399461);
        var four = L.Constant(4);
        var sum = a + four;
        return L.Select(
            L.Less(a, L.Constant(1)),
            L.MultiplyAdd(-a, Near(a * a), L.Constant(0.5)),
            e * (Series((a - four) / sum) / sum)
        );
    }

    // p(z); the error is below 3e-10 for floats, 1e-19 for doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Near(L z)
    {
        if (FloatFormat<T, L>.IsSingle)
        {
            var f = L.Constant(-7.6605381713820898877e-6);
            f = L.MultiplyAdd(f, z, L.Constant(0.00011350229619286141203));
            f = L.MultiplyAdd(f, z, L.Constant(-0.0011863439888019887418));
            f = L.MultiplyAdd(f, z, L.Constant(0.0099733284812561706088));
            f = L.MultiplyAdd(f, z, L.Constant(-0.066490360567186900524));
            return L.MultiplyAdd(f, z, L.Constant(0.39894228013084061684));
        }

        var d = L.Constant(4.0743269774266274828e-12);
        d = L.MultiplyAdd(d, z, L.Constant(-1.1064328282755891011e-10));
        d = L.MultiplyAdd(d, z, L.Constant(2.2704137585676000095e-9));
        d = L.MultiplyAdd(d, z, L.Constant(-4.1224107514160813645e-8));
        d = L.MultiplyAdd(d, z, L.Constant(6.6596798796552313128e-7));
        d = L.MultiplyAdd(d, z, L.Constant(-9.44465579310384581e-6));
        d = L.MultiplyAdd(d, z, L.Constant(0.00011543468751655941591));
        d = L.MultiplyAdd(d, z, L.Constant(-0.0011873282154680343813));
        d = L.MultiplyAdd(d, z, L.Constant(0.0099735570100350220035));
        d = L.MultiplyAdd(d, z, L.Constant(-0.066490380066905426466));
        return L.MultiplyAdd(d, z, L.Constant(0.39894228040143267786));
    }

    // Clenshaw's sum of the Chebyshev series; the error is below 1e-9 for floats, 3e-18 for doubles.
    private static L Series(L t)
    {
        var coefficients = FloatFormat<T, L>.IsSingle ? Coefficients[..12] : Coefficients;
        var twice = t + t;
        var (last, next) = (L.Constant(0), L.Constant(0));
        for (var i = coefficients.Length - 1; i > 0; i--)
        {
            (last, next) = (L.MultiplyAdd(twice, last, L.Constant(coefficients[i]) - next), last);
        }

        return L.MultiplyAdd(t, last, L.Constant(coefficients[0]) - next);
    }

    private static ReadOnlySpan<double> Coefficients =>
        [
            0.970451204566076544846,
            -0.7517088168395705313945,
            0.2221935556752510340199,
            -0.04851775326044608611863,
            0.006925920496242480392403,
            -0.000320598474398149953509,
            -0.0001005473916321067839341,
            0.00001890336901970696361197,
            0.000001010356885474631055076,
            -6.145334749397823906367e-7,
            -3.381020120069175640812e-9,
            2.068650806174283407774e-8,
            -1.128260363246950639491e-10,
            -7.77401522838869426052e-10,
            -9.941424191404707483947e-12,
            3.174482949858302784082e-11,
            1.842480684470494022151e-12,
            -1.31286164667109654062e-12,
            -1.741536265265481357428e-13,
            4.907274031704424103819e-14,
            1.293138432616557620831e-14,
            -1.218066352172634133174e-15,
            -8.052147372620933008418e-16,
            -2.860494144261621139596e-17,
            4.057064424335354146447e-17,
            7.006400772814595874962e-18,
            -1.33967540301603580354e-18,
            -6.09575490965912148902e-19,
        ];
}
