using System.Numerics;

namespace Mlp.Conformance.Truth;

internal static partial class Elementary
{
    private static readonly DoubleDouble SqrtPi = new(1.772453850905516, -7.666586499825799e-17);
    private static readonly DoubleDouble SqrtHalf = new(0.7071067811865476, -4.833646656726457e-17);
    private static readonly DoubleDouble SqrtTwoPi = new(
        2.5066282746310007,
        -1.8328579980459167e-16
    );

    // From here on the continued fraction of erfc converges fast, below it the power series of erf does.
    private const double ErfSplit = 2.4;
    private const int ErfTerms = 70;
    private const int ErfcTerms = 160;

    /// <summary>erf x = 2/sqrt(pi) * integral of e^(-t^2) over t from 0 to x.</summary>
    public static T Erf<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Erf(double.CreateChecked(x)));

    /// <summary>erf x = 2/sqrt(pi) * integral of e^(-t^2) over t from 0 to x.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        var magnitude = Math.Abs(x);
        if (magnitude > 6) // erfc(6) is below 2^-55
        {
            return Math.CopySign(1, x);
        }

        if (magnitude < ErfSplit)
        {
            return Math.CopySign(ErfUnrounded(magnitude).High, x);
        }

        var (mantissa, exponent) = ErfcParts(magnitude);
        return Math.CopySign((1 - mantissa.Scale(exponent)).High, x);
    }

    /// <summary>Phi(x) = erfc(-x / sqrt 2) / 2: the share of the standard normal distribution below x.</summary>
    public static T NormalCdf<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(NormalCdf(double.CreateChecked(x)));

    /// <summary>Phi(x) = erfc(-x / sqrt 2) / 2: the share of the standard normal distribution below x.</summary>
    public static double NormalCdf(double x)
    {
        if (!(Math.Abs(x) < 40)) // beyond, the result is 0 or 1
        {
            return x > 0 ? 1
                : x < 0 ? 0
                : double.NaN;
        }

        var z = SqrtHalf * Math.Abs(x);
        if (z.High < ErfSplit)
        {
            return ((1 + ErfUnrounded(z) * Math.Sign(x)) * 0.5).High;
        }

        var (mantissa, exponent) = ErfcParts(z);
        return x < 0 ? mantissa.Round(exponent - 1) : (1 - mantissa.Scale(exponent - 1)).High;
    }

    /// <summary>phi(x) = e^(-x^2/2) / sqrt(2 pi): the density of the standard normal distribution, and the slope of <see cref="NormalCdf(double)"/>.</summary>
    public static T NormalDensity<T>(T x)
        where T : IFloatingPointIeee754<T> =>
        T.CreateChecked(NormalDensity(double.CreateChecked(x)));

    /// <summary>phi(x) = e^(-x^2/2) / sqrt(2 pi): the density of the standard normal distribution, and the slope of <see cref="NormalCdf(double)"/>.</summary>
    public static double NormalDensity(double x)
    {
        if (!(Math.Abs(x) < 40)) // beyond, the result is 0
        {
            return double.IsNaN(x) ? x : 0;
        }

        var (mantissa, exponent) = ExpParts(DoubleDouble.Product(x, x) * -0.5);
        return (mantissa / SqrtTwoPi).Round(exponent);
    }

    /// <summary>erf x = 2x/sqrt(pi) e^(-x^2) (1 + 2x^2/3 (1 + 2x^2/5 (1 + ...))), for x from 0: all terms are positive, so nothing cancels.</summary>
    private static DoubleDouble ErfUnrounded(DoubleDouble x)
    {
        var square = x * x;
        DoubleDouble series = 1;
        for (var n = ErfTerms; n >= 1; n--)
        {
            series = 1 + series * square * 2 / (2 * n + 1);
        }

        var (mantissa, exponent) = ExpParts(-square);
        return series * mantissa.Scale(exponent) / SqrtPi * 2 * x;
    }

    /// <summary>erfc x = e^(-x^2)/sqrt(pi) * 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))) = Mantissa * 2^Exponent, for x from 2.</summary>
    private static (DoubleDouble Mantissa, int Exponent) ErfcParts(DoubleDouble x)
    {
        var fraction = x;
        for (var n = ErfcTerms; n >= 1; n--)
        {
            fraction = x + (DoubleDouble)(0.5 * n) / fraction;
        }

        var (mantissa, exponent) = ExpParts(-(x * x));
        return (mantissa / (SqrtPi * fraction), exponent);
    }
}
