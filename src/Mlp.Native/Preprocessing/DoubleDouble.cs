namespace Mlp.Native;

/// <summary>
/// The unevaluated sum of two doubles, |Low| at most half a unit in the last place of High: about 106 bits, enough for
/// sums that come out correctly rounded. Source: Dekker 1971; Hida, Li and Bailey 2001 (the accurate variants).
/// </summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    /// <summary>The nearest double.</summary>
    public double Value => High + Low;

    /// <summary>Exact.</summary>
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>a * b, exactly (unless it underflows).</summary>
    public static DoubleDouble Product(double a, double b)
    {
        var high = a * b;
        return new(high, Math.FusedMultiplyAdd(a, b, -high));
    }

    public static DoubleDouble operator +(DoubleDouble a, double b)
    {
        var (high, low) = Sum(a.High, b);
        return Ordered(high, low + a.Low);
    }

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var (high, error) = Sum(a.High, b.High);
        var (low, rest) = Sum(a.Low, b.Low);
        var sum = Ordered(high, error + low);
        return Ordered(sum.High, sum.Low + rest);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.High, b.High);
        return Ordered(product.High, product.Low + (a.High * b.Low + a.Low * b.High));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        // Long division, three digits of 53 bits each.
        var first = a.High / b.High;
        var rest = a - b * first;
        var second = rest.High / b.High;
        rest -= b * second;
        return Ordered(first, second) + rest.High / b.High;
    }

    // a + b as rounded sum and exact error (Knuth).
    private static (double High, double Low) Sum(double a, double b)
    {
        var high = a + b;
        var other = high - a;
        return (high, a - (high - other) + (b - other));
    }

    // The same where |a| >= |b| (Dekker).
    private static DoubleDouble Ordered(double a, double b)
    {
        var high = a + b;
        return new(high, b - (high - a));
    }
}
