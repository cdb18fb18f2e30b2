namespace Mlp.Native;

/// <summary>
/// Powers and cosines of single numbers, for rates: the same on every machine, which Math.Pow and Math.Cos, being the C runtime's, are
/// not. They are pairs of doubles, by operations that IEEE 754 rounds one way, and are rounded to one at the end. Before that a cosine is
/// off by 2^-90 at most, a power above 1e-290 by 2^-90 of itself, and x^n, n whole, by n 2^-103. A negative exponent is rounded twice.
/// </summary>
internal static class Portable
{
    // Beyond it e^x is 0 or infinite.
    private const double Extreme = 800;

    // Terms of a series that are summed as pairs; those after them are so small that a double has digits enough.
    private const int Pairs = 12;

    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    // 1/k! to e^(ln 2 / 2), 1/(2k)! to cos pi, 1/(2k + 1) to ln sqrt 2.
    private static readonly DoubleDouble[] OfExp = Factorials(25, 1);
    private static readonly DoubleDouble[] OfCos = Factorials(24, 2);
    private static readonly DoubleDouble[] OfLn =
    [
        .. Enumerable.Range(0, 22).Select(k => (DoubleDouble)1 / ((2 * k) + 1)),
    ];

    /// <summary>x^y for finite x from 0 and finite y; 0^0 is 1.</summary>
    public static double Pow(double x, double y)
    {
        if (y < 0)
        {
            return 1 / Pow(x, -y);
        }

        if (y == Math.Floor(y) && y <= int.MaxValue)
        {
            return Whole(x, (int)y);
        }

        if (x == 0)
        {
            return 0;
        }

        var exponent = Ln(x) * y;
        return exponent.High > Extreme ? double.PositiveInfinity
            : exponent.High < -Extreme ? 0
            : Exp(exponent);
    }

    /// <summary>cos x for x from 0 to pi: the sum of (-1)^k x^2k / (2k)!.</summary>
    public static double Cos(double x) => Sum(OfCos, -DoubleDouble.Product(x, x)).Value;

    // Squares from the highest bit of n on, so that nothing on the way is further from 1 than the result.
    private static double Whole(double x, int n)
    {
        DoubleDouble power = 1;
        for (var bit = 31 - int.LeadingZeroCount(n); bit >= 0; bit--)
        {
            power *= power;
            if ((n >> bit & 1) != 0)
            {
                power *= x;
            }
        }

        // What overflows leaves NaN in the lower half.
        return double.IsNaN(power.Value) ? double.PositiveInfinity : power.Value;
    }

    // x = 2^k m, m between sqrt(1/2) and sqrt(2); with s = (m - 1) / (m + 1), ln m = 2 (s + s^3/3 + s^5/5 + ...).
    private static DoubleDouble Ln(double x)
    {
        var k = Math.ILogB(x);
        var m = Math.ScaleB(x, -k);
        if (m > Math.Sqrt(2))
        {
            (k, m) = (k + 1, m / 2);
        }

        var s = (DoubleDouble)(m - 1) / ((DoubleDouble)m + 1);
        return (Ln2 * k) + (s * Sum(OfLn, s * s) * 2);
    }

    // x = n ln 2 + r; e^r by its series.
    private static double Exp(DoubleDouble x)
    {
        var n = (int)Math.Round(x.High / Ln2.High);
        return Math.ScaleB(Sum(OfExp, x - (Ln2 * n)).Value, n);
    }

    // c0 + c1 x + c2 x^2 + ...
    private static DoubleDouble Sum(DoubleDouble[] c, DoubleDouble x)
    {
        var small = 0.0;
        for (var k = c.Length - 1; k >= Pairs; k--)
        {
            small = (small * x.High) + c[k].High;
        }

        DoubleDouble sum = small;
        for (var k = Pairs - 1; k >= 0; k--)
        {
            sum = (sum * x) + c[k];
        }

        return sum;
    }

    // 1 / (stride k)!
    private static DoubleDouble[] Factorials(int count, int stride)
    {
        var c = new DoubleDouble[count];
        DoubleDouble next = 1;
        for (var i = 0; i < count * stride; i++)
        {
            next /= Math.Max(1, i);
            if (i % stride == 0)
            {
                c[i / stride] = next;
            }
        }

        return c;
    }
}
