namespace Mlp.Conformance.Truth;

/// <summary>
/// An unevaluated sum High + Low of two doubles, |Low| at most half a unit in the last place of High: about 106 bits, so
/// that a chain of operations can be rounded once, at its end. Source: Dekker 1971; Joldes, Muller, Popescu 2017.
/// </summary>
/// <param name="High">The value, rounded to double.</param>
/// <param name="Low">What rounding left out.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>a + b, exactly (Knuth's TwoSum).</summary>
    public static DoubleDouble Sum(double a, double b)
    {
        var sum = a + b;
        var fromB = sum - a;
        return new(sum, (a - (sum - fromB)) + (b - fromB));
    }

    /// <summary>a * b, exactly: a fused multiply-add yields the rounding error of the product.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        var product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var high = Sum(a.High, b.High);
        var low = Sum(a.Low, b.Low);
        var sum = Ordered(high.High, high.Low + low.High);
        return Ordered(sum.High, sum.Low + low.Low);
    }

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = Product(a.High, b.High);
        return Ordered(product.High, product.Low + (a.High * b.Low + a.Low * b.High));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        // Long division by digits of 53 bits.
        var first = a.High / b.High;
        var rest = a - b * first;
        return Ordered(first, rest.High / b.High);
    }

    /// <summary>This times 2^exponent, unrounded; exact unless a part becomes subnormal or overflows.</summary>
    public DoubleDouble Scale(int exponent) =>
        new(Math.ScaleB(High, exponent), Math.ScaleB(Low, exponent));

    /// <summary>This times 2^exponent, rounded to double once, also where the result is subnormal or overflows.</summary>
    public double Round(int exponent)
    {
        const int Smallest = -1022; // exponent of the smallest normal number
        if (Math.ILogB(High) + exponent >= Smallest)
        {
            return Math.ScaleB(High, exponent);
        }

        // A subnormal result has no digit below 2^-1074. Adding its sign times 2^(Smallest - exponent) moves the last
        // digit of the sum to that place, so the sum is rounded there and nowhere else.
        var anchor = Math.CopySign(Math.ScaleB(1, Smallest - exponent), High);
        return Math.ScaleB((this + anchor).High - anchor, exponent);
    }

    /// <summary>a + b, exactly, for |a| at least |b| (Dekker's Fast2Sum).</summary>
    private static DoubleDouble Ordered(double a, double b)
    {
        var sum = a + b;
        return new(sum, b - (sum - a));
    }
}
