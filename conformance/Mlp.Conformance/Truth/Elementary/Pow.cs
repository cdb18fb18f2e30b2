using System.Numerics;

namespace Mlp.Conformance.Truth;

internal static partial class Elementary
{
    /// <summary>x^y = e^(y log x) for x from 0; for x below 0 where y is whole, else NaN. 0^0 is 1.</summary>
    public static T Pow<T>(T x, T y)
        where T : IFloatingPointIeee754<T> =>
        T.CreateChecked(Pow(double.CreateChecked(x), double.CreateChecked(y)));

    /// <summary>x^y = e^(y log x) for x from 0; for x below 0 where y is whole, else NaN. 0^0 is 1.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        if (x < 0)
        {
            var odd = Math.Abs(y % 2) == 1;
            var magnitude = Pow(-x, y);
            return y != Math.Floor(y) ? double.NaN
                : odd ? -magnitude
                : magnitude;
        }

        var rough = y * Log(x); // also right where one of them is infinite, and enough to see over- and underflow
        if (!(Math.Abs(rough) < 750))
        {
            return Exp(rough);
        }

        var (mantissa, exponent) = ExpParts(LogUnrounded(x) * y);
        return mantissa.Round(exponent);
    }
}
