using System.Numerics;

namespace Mlp.Conformance.Truth;

internal static partial class Elementary
{
    // pi/2 in three doubles: near its multiples the first two cancel.
    private static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);
    private const double HalfPiRest = -1.4973849048591698e-33;

    /// <summary>cos x, for the angles of schedules: |x| up to 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| is above 4.</exception>
    public static T Cos<T>(T x)
        where T : IFloatingPointIeee754<T> => T.CreateChecked(Cos(double.CreateChecked(x)));

    /// <summary>cos x, for the angles of schedules: |x| up to 4. With n the whole number nearest x/(pi/2), the power series of cos or sin at r = x - n pi/2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|x| is above 4.</exception>
    public static double Cos(double x)
    {
        if (Math.Abs(x) > 4)
        {
            throw new ArgumentOutOfRangeException(
                nameof(x),
                $"cos of {x} was asked for; only angles up to 4 are reduced exactly here."
            );
        }

        if (double.IsNaN(x))
        {
            return x;
        }

        var n = (int)Math.Round(Math.Abs(x) / HalfPi.High);
        var r = Math.Abs(x) - HalfPi * n - HalfPiRest * n;
        return n switch
        {
            0 => PowerSeries(1, r, 0).High,
            1 => -PowerSeries(r, r, 1).High,
            2 => -PowerSeries(1, r, 0).High,
            _ => PowerSeries(r, r, 1).High,
        };
    }

    /// <summary>first * (1 - r^2/((k+1)(k+2)) (1 - r^2/((k+3)(k+4)) (1 - ...))): cos r from 1 and k = 0, sin r from r and k = 1.</summary>
    private static DoubleDouble PowerSeries(DoubleDouble first, DoubleDouble r, int k)
    {
        var square = r * r;
        DoubleDouble series = 1;
        for (var n = k + 26; n > k; n -= 2) // (pi/4)^28/28! is below 2^-107
        {
            series = 1 - series * square / (n * (n - 1));
        }

        return first * series;
    }
}
