using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>
/// Elementary functions without the platform's library, whose last digits differ between machines: only + - * /, roots and
/// fused multiply-add of doubles, which IEEE 754 fixes, so the bits are the same everywhere. Computed in
/// <see cref="DoubleDouble"/> and rounded once: wrong by at most 0.501 units in the last place. The generic forms compute in
/// double and round once more to the type.
/// </summary>
internal static partial class Elementary
{
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    // 1 + r/1 (1 + r/2 (1 + ... r/22)): for |r| <= ln(2)/2 the rest is below 2^-103.
    private const int ExpTerms = 22;

    /// <summary>e^x.</summary>
    public static T Exp<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Exp(double.CreateChecked(x)));

    /// <summary>e^x.</summary>
    public static double Exp(double x)
    {
        if (!(Math.Abs(x) < 750)) // beyond, the result over- or underflows
        {
            return x > 0 ? double.PositiveInfinity
                : x < 0 ? 0
                : double.NaN;
        }

        var (mantissa, exponent) = ExpParts(x);
        return mantissa.Round(exponent);
    }

    /// <summary>e^x - 1, without loss near 0.</summary>
    public static T ExpM1<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(ExpM1(double.CreateChecked(x)));

    /// <summary>e^x - 1, without loss near 0.</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return x;
        }

        // Beyond 700, near overflow, the 1 is lost beside e^x, or e^x beside the 1.
        return Math.Abs(x) < 700 ? ExpM1Unrounded(x).High : Exp(x) - 1;
    }

    /// <summary>Below 2^-54, x + O(x^2) rounds to x.</summary>
    private const double Tiny = 1.0 / (1L << 54);

    /// <summary>e^x = Mantissa * 2^Exponent, Mantissa in 0.7 to 1.42: e^x = 2^k e^r with k the whole number nearest x/ln 2, and the power series of e^r.</summary>
    private static (DoubleDouble Mantissa, int Exponent) ExpParts(DoubleDouble x)
    {
        var k = Math.Round(x.High / Ln2.High);
        var r = x - Ln2 * k;
        DoubleDouble series = 1;
        for (var n = ExpTerms; n >= 1; n--)
        {
            series = 1 + series * r / n;
        }

        return (series, (int)k);
    }

    private static DoubleDouble ExpUnrounded(double x)
    {
        var (mantissa, exponent) = ExpParts(x);
        return mantissa.Scale(exponent);
    }

    private static DoubleDouble ExpM1Unrounded(double x)
    {
        if (Math.Abs(x) > Ln2.High / 2)
        {
            return ExpUnrounded(x) - 1;
        }

        DoubleDouble series = 1;
        for (var n = ExpTerms; n >= 2; n--)
        {
            series = 1 + series * x / n;
        }

        return series * x;
    }
}
