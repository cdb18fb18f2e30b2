using System.Numerics;

namespace Mlp.Native.Tests;

/// <summary>Powers and cosines that are the same on every machine: held to whole numbers, which round nothing.</summary>
public sealed class PortableTests
{
    private const int FixedBits = 400;

    [TestCase(0.9)]
    [TestCase(0.999)]
    [TestCase(0.984375)] // 63/64: short, its first powers are exact
    [TestCase(1.0000001)]
    public void A_whole_power_is_the_nearest_double(double x)
    {
        foreach (var t in Enumerable.Range(0, 700).Append(4321))
        {
            var power = Portable.Pow(x, t);
            Assert.That(IsNearest(power, x, t, 1), $"{x:R}^{t} = {power:R}");
        }
    }

    // Parts that are doubles: powers of two.
    [TestCase(0.5, 8)]
    [TestCase(0.96, 16)]
    [TestCase(0.1, 64)]
    [TestCase(2, 32)]
    [TestCase(1.5e-310, 4)] // subnormal
    [TestCase(0.7071067811865475, 8)] // just below and just above sqrt(1/2), where the mantissa is cut
    [TestCase(0.7071067811865477, 8)]
    public void A_power_of_a_part_is_the_nearest_double(double x, int parts)
    {
        for (var j = 1; j < 3 * parts; j++)
        {
            var power = Portable.Pow(x, (double)j / parts);
            // A subnormal is rounded twice.
            if (double.IsNormal(power))
            {
                Assert.That(IsNearest(power, x, j, parts), $"{x:R}^({j}/{parts}) = {power:R}");
            }
        }
    }

    [Test]
    public void Powers_end_at_0_and_infinity() =>
        Assert.Multiple(() =>
        {
            Assert.That(Portable.Pow(0, 0), Is.EqualTo(1));
            Assert.That(Portable.Pow(0, 0.5), Is.EqualTo(0));
            Assert.That(Portable.Pow(0, 3), Is.EqualTo(0));
            Assert.That(Portable.Pow(0.5, -3), Is.EqualTo(8));
            Assert.That(Portable.Pow(4, -0.5), Is.EqualTo(0.5));
            Assert.That(Portable.Pow(1, 1e300), Is.EqualTo(1));
            Assert.That(Portable.Pow(0.9, 1e6), Is.EqualTo(0));
            Assert.That(Portable.Pow(0.9, 1e300), Is.EqualTo(0));
            Assert.That(Portable.Pow(0.9, 1e6 + 0.5), Is.EqualTo(0));
            Assert.That(Portable.Pow(2, 1023), Is.EqualTo(Math.ScaleB(1, 1023)));
            Assert.That(Portable.Pow(2, 1024), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Portable.Pow(3, 1e300), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Portable.Pow(1e300, 1.5), Is.EqualTo(double.PositiveInfinity));
        });

    [Test]
    public void A_cosine_from_0_to_pi_is_the_nearest_double()
    {
        for (var i = 0; i <= 1000; i++)
        {
            var x = Math.PI * (i / 1000.0);
            var cosine = Portable.Cos(x);

            // 2^-90 more, where the cosine is next to 0.
            var unit = Math.Max(Math.BitIncrement(Math.Abs(cosine)) - Math.Abs(cosine), 1e-300);
            var error = BigInteger.Abs(Fixed(cosine) - FixedCosine(x));
            Assert.That(
                error,
                Is.LessThanOrEqualTo((Fixed(unit) >> 1) + Fixed(Math.ScaleB(1, -90))),
                $"cos {x:R} = {cosine:R}"
            );
        }
    }

    // Whether value, to the root-th power, is nearer to x^power than the halves between value and its neighbours.
    private static bool IsNearest(double value, double x, int power, int root)
    {
        var (m, e) = Parts(value);
        var (mx, ex) = Parts(x);
        var below = m == BigInteger.One << 52 ? 4 * m - 1 : 4 * m - 2;
        return Compare(below, e - 2) <= 0 && Compare(4 * m + 2, e - 2) >= 0;

        // Of (mantissa * 2^exponent)^root and x^power.
        int Compare(BigInteger mantissa, int exponent)
        {
            var (a, b) = (BigInteger.Pow(mantissa, root), BigInteger.Pow(mx, power));
            var shift = (exponent * root) - (ex * power);
            return shift > 0 ? (a << shift).CompareTo(b) : a.CompareTo(b << -shift);
        }
    }

    private static (BigInteger Mantissa, int Exponent) Parts(double value)
    {
        var exponent = Math.Max(Math.ILogB(value), -1022) - 52;
        // In two steps: 2^1074 is no double.
        var whole = Math.ScaleB(Math.ScaleB(value, -(exponent / 2)), (exponent / 2) - exponent);
        return ((BigInteger)whole, exponent);
    }

    private static BigInteger Fixed(double value) =>
        value == 0 ? 0
        : Parts(value) is var (mantissa, exponent) && exponent + FixedBits >= 0
            ? mantissa << (exponent + FixedBits)
        : 0;

    private static BigInteger FixedCosine(double x)
    {
        var square = (Fixed(x) * Fixed(x)) >> FixedBits;
        var (sum, term) = (BigInteger.Zero, BigInteger.One << FixedBits);
        for (var k = 1; !term.IsZero; k += 2)
        {
            sum += term;
            term = -((term * square) >> FixedBits) / (k * (k + 1));
        }

        return sum;
    }
}
