using System.Numerics;

namespace Mlp.Conformance.Truth;

internal static partial class Elementary
{
    // s^2 is at most 0.0295, and 0.0295^21 is below 2^-106.
    private const int LogTerms = 21;

    /// <summary>Natural logarithm; NaN below 0.</summary>
    public static T Log<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Log(double.CreateChecked(x)));

    /// <summary>Natural logarithm; NaN below 0.</summary>
    public static double Log(double x) =>
        x > 0 && double.IsFinite(x) ? LogUnrounded(x).High
        : x == 0 ? double.NegativeInfinity
        : x > 0 ? x
        : double.NaN;

    /// <summary>log(1 + x), without loss near 0; NaN below -1.</summary>
    public static T Log1P<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Log1P(double.CreateChecked(x)));

    /// <summary>log(1 + x), without loss near 0; NaN below -1.</summary>
    public static double Log1P(double x)
    {
        if (Math.Abs(x) < Tiny)
        {
            return x;
        }

        return x > -1 && double.IsFinite(x)
            ? LogUnrounded(DoubleDouble.Sum(1, x)).High
            : Log(1 + x);
    }

    /// <summary>log x = e ln 2 + log m for x = m 2^e, m in sqrt(1/2) to sqrt(2), and log m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), s = (m - 1)/(m + 1).</summary>
    private static DoubleDouble LogUnrounded(DoubleDouble x)
    {
        var e = Math.ILogB(x.High);
        if (Math.ScaleB(x.High, -e) > 1.4142135623730951)
        {
            e++;
        }

        var m = x.Scale(-e);
        var s = (m - 1) / (m + 1);
        var square = s * s;
        DoubleDouble series = 0;
        for (var n = LogTerms; n >= 0; n--)
        {
            series = (DoubleDouble)1 / (2 * n + 1) + series * square;
        }

        return Ln2 * e + series * s * 2;
    }
}
