using System.Numerics;

namespace Mlp.Conformance.UnitTests.Truth;

/// <summary>
/// Mantissa * 2^Exponent of any length, and elementary functions to as many bits as asked for: what the truth is held to.
/// Other ways than the truth's own where there are some: halving and squaring for e^x, Newton for log, the alternating
/// series for erf.
/// </summary>
internal readonly record struct BigFloat(BigInteger Mantissa, int Exponent)
{
    public static implicit operator BigFloat(int value) => new(value, 0);

    public static explicit operator BigFloat(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        return new(value < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    public static BigFloat operator +(BigFloat a, BigFloat b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new(
            (a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)),
            exponent
        );
    }

    public static BigFloat operator -(BigFloat a) => new(-a.Mantissa, a.Exponent);

    public static BigFloat operator -(BigFloat a, BigFloat b) => a + -b;

    public static BigFloat operator *(BigFloat a, BigFloat b) =>
        new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static BigFloat Divide(BigFloat a, BigFloat b, int bits)
    {
        var shift = bits + (int)b.Mantissa.GetBitLength() - (int)a.Mantissa.GetBitLength();
        shift = Math.Max(shift, 0);
        return new((a.Mantissa << shift) / b.Mantissa, a.Exponent - b.Exponent - shift);
    }

    public BigFloat Abs() => new(BigInteger.Abs(Mantissa), Exponent);

    /// <summary>Cut to so many bits.</summary>
    public BigFloat Cut(int bits)
    {
        var excess = (int)BigInteger.Abs(Mantissa).GetBitLength() - bits;
        return excess <= 0 ? this : new(Mantissa >> excess, Exponent + excess);
    }

    /// <summary>To about 15 digits.</summary>
    public double ToDouble()
    {
        var cut = Cut(60);
        return Math.ScaleB((double)cut.Mantissa, cut.Exponent);
    }

    public static BigFloat Exp(BigFloat x, int bits)
    {
        const int Halvings = 20;
        var work = bits + 2 * Halvings + 40;
        BigFloat r = new(x.Mantissa, x.Exponent - Halvings);
        BigFloat term = 1;
        BigFloat sum = 1;
        for (var n = 1; !term.Mantissa.IsZero && Magnitude(term) > -work; n++)
        {
            term = Divide((term * r).Cut(work), n, work);
            sum = (sum + term).Cut(work);
        }

        for (var i = 0; i < Halvings; i++)
        {
            sum = (sum * sum).Cut(work);
        }

        return sum.Cut(bits);
    }

    public static BigFloat Log(BigFloat x, int bits)
    {
        var work = bits + 40;
        var cut = x.Cut(60); // a start within double's range: log x = log m + e log 2
        var length = (int)cut.Mantissa.GetBitLength();
        var m = Math.ScaleB((double)cut.Mantissa, -length);
        var y = (BigFloat)(Math.Log(m) + (cut.Exponent + length) * Math.Log(2));
        for (var known = 40; known < work; known *= 3) // y += 2 (x - e^y)/(x + e^y)
        {
            var e = Exp(y, work);
            y = (y + Divide(2 * (x - e), x + e, work)).Cut(work);
        }

        return y.Cut(bits);
    }

    public static BigFloat Sqrt(BigFloat x, int bits)
    {
        var shift = 2 * bits + (x.Exponent & 1);
        var scaled = x.Mantissa << shift;
        var root = (BigInteger)1 << ((int)(scaled.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + scaled / root) >> 1;
            if (next >= root)
            {
                return new(root, (x.Exponent - shift) / 2);
            }

            root = next;
        }
    }

    /// <summary>Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).</summary>
    public static BigFloat Pi(int bits)
    {
        var work = bits + 20;
        return (16 * ArctanOfInverse(5, work) - 4 * ArctanOfInverse(239, work)).Cut(bits);
    }

    /// <summary>erf x = 2/sqrt(pi) * (x - x^3/3 + x^5/(2! 5) - ...); the terms grow to e^(x^2), so that many bits more are carried.</summary>
    public static BigFloat Erf(BigFloat x, int bits)
    {
        var size = x.ToDouble();
        var work = bits + 40 + (int)(1.5 * size * size);
        var term = x;
        var sum = x;
        for (var n = 1; !term.Mantissa.IsZero && Magnitude(term) > -work + Magnitude(x); n++)
        {
            term = Divide(-(term * x * x).Cut(work), n, work);
            sum = (sum + Divide(term, 2 * n + 1, work)).Cut(2 * work);
        }

        return Divide(2 * sum, Sqrt(Pi(work), work), work);
    }

    public static BigFloat Cos(BigFloat x, int bits)
    {
        var work = bits + 40;
        BigFloat term = 1;
        BigFloat sum = 1;
        for (var n = 2; !term.Mantissa.IsZero && Magnitude(term) > -2 * work; n += 2)
        {
            term = Divide(-(term * x * x).Cut(2 * work), n * (n - 1), 2 * work);
            sum += term;
        }

        return sum.Cut(work);
    }

    /// <summary>The exponent of the leading bit.</summary>
    private static int Magnitude(BigFloat x) =>
        x.Exponent + (int)BigInteger.Abs(x.Mantissa).GetBitLength();

    private static BigFloat ArctanOfInverse(int n, int bits)
    {
        var term = Divide(1, n, bits + 20);
        var sum = term;
        for (var k = 1; Magnitude(term) > -bits - 20; k++)
        {
            term = Divide(-term, n * n, bits + 20);
            sum += Divide(term, 2 * k + 1, bits + 20);
        }

        return sum;
    }
}
