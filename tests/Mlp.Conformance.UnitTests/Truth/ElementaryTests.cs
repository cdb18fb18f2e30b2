using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Truth;

public class ElementaryTests
{
    private const int Bits = 200;
    private const double Limit = 0.501; // rounding once costs 0.5

    /// <summary>A function under test, its reference, and arguments to try.</summary>
    private sealed record Subject(Func<double, double> Function, Func<double, BigFloat> Reference);

    private static readonly Dictionary<string, Subject> Subjects = new()
    {
        ["Exp"] = new(Elementary.Exp, x => BigFloat.Exp((BigFloat)x, Bits)),
        ["ExpM1"] = new(Elementary.ExpM1, x => ExpM1((BigFloat)x)),
        ["Log"] = new(Elementary.Log, x => BigFloat.Log((BigFloat)x, Bits)),
        ["Log1P"] = new(Elementary.Log1P, x => Log1P((BigFloat)x)),
        ["Tanh"] = new(Elementary.Tanh, x => Tanh((BigFloat)x)),
        ["Sigmoid"] = new(Elementary.Sigmoid, x => Sigmoid((BigFloat)x)),
        ["Erf"] = new(Elementary.Erf, x => BigFloat.Erf((BigFloat)x, Bits)),
        ["NormalCdf"] = new(Elementary.NormalCdf, x => NormalCdf((BigFloat)x)),
        ["NormalDensity"] = new(Elementary.NormalDensity, x => NormalDensity((BigFloat)x)),
        ["Cos"] = new(Elementary.Cos, x => BigFloat.Cos((BigFloat)x, Bits)),
    };

    // 40-digit values of mpmath 1.3, rounded to double.
    [TestCase("Exp", 1, 2.718281828459045)]
    [TestCase("Exp", -0.5, 0.6065306597126334)]
    [TestCase("Exp", 100.25, 3.451610733125924e+43)]
    [TestCase("Exp", -708.5, 2.0061323053313058204e-308)] // subnormal
    [TestCase("Exp", -745, 2.8223507304719370764e-324)] // rounds up to the smallest number
    [TestCase("ExpM1", 1e-10, 1.00000000005e-10)]
    [TestCase("ExpM1", -0.3, -0.2591817793182821)]
    [TestCase("ExpM1", 0.4, 0.49182469764127035)]
    [TestCase("ExpM1", -30, -0.9999999999999064)]
    [TestCase("Log", 2, 0.6931471805599453)]
    [TestCase("Log", 0.75, -0.2876820724517809)]
    [TestCase("Log", 1e-310, -713.8013788281542)] // of a subnormal
    [TestCase("Log", 1.0000000000000002, 2.2204460492503128e-16)] // next after 1
    [TestCase("Log1P", 1e-10, 9.999999999500001e-11)]
    [TestCase("Log1P", -0.999, -6.907755278982136)]
    [TestCase("Log1P", 1e17, 39.14394658089878)]
    [TestCase("Tanh", 1e-5, 9.999999999666668e-06)]
    [TestCase("Tanh", -3, -0.9950547536867305)]
    [TestCase("Tanh", 15, 0.9999999999998128)]
    [TestCase("Sigmoid", 0.5, 0.6224593312018546)]
    [TestCase("Sigmoid", -36.5, 1.4068617124461467e-16)]
    [TestCase("Sigmoid", -700, 9.85967654375977e-305)]
    [TestCase("Erf", 1e-300, 1.1283791670955126e-300)]
    [TestCase("Erf", 0.5, 0.5204998778130465)]
    [TestCase("Erf", -2.3999, -0.9993111304531388)] // either side of where the method changes
    [TestCase("Erf", 2.4, 0.999311486103355)]
    [TestCase("Erf", 5.5, 0.9999999999999927)]
    [TestCase("NormalCdf", -0.5, 0.3085375387259869)]
    [TestCase("NormalCdf", -10, 7.619853024160525e-24)]
    [TestCase("NormalCdf", -38.2, 1.4080228666903528667e-319)] // subnormal
    [TestCase("Cos", 3, -0.9899924966004454)]
    [TestCase("Cos", 1.5707963267948966, 6.123233995736766e-17)] // nearest to pi/2: all digits cancel
    public void Values_are_those_of_another_library(string name, double x, double expected) =>
        Assert.That(Subjects[name].Function(x), Is.EqualTo(expected));

    [TestCase("Exp", -745.2, 709.8)]
    [TestCase("Exp", -0.36, 0.36)] // without reduction
    [TestCase("ExpM1", -45, 60)]
    [TestCase("ExpM1", -0.4, 0.4)]
    [TestCase("ExpM1", -1e-9, 1e-9)]
    [TestCase("Log", 0.4, 2.5)]
    [TestCase("Log", 0.999999, 1.000001)]
    [TestCase("Log", 0, 1e300)]
    [TestCase("Log1P", -1, 3)]
    [TestCase("Log1P", -1e-9, 1e-9)]
    [TestCase("Tanh", -21, 21)]
    [TestCase("Tanh", -1e-7, 1e-7)]
    [TestCase("Sigmoid", -41, 41)] // across the switch to e^x
    [TestCase("Sigmoid", -745, -700)]
    [TestCase("Erf", -3, 3)]
    [TestCase("Erf", -1e-5, 1e-5)]
    [TestCase("Erf", 2.3, 6)]
    [TestCase("NormalCdf", -4, 4)]
    [TestCase("NormalCdf", -38.5, -37)]
    [TestCase("NormalDensity", -6, 6)]
    [TestCase("NormalDensity", 37, 38.6)]
    [TestCase("Cos", 0, 4)]
    [TestCase("Cos", 1.5707, 1.5709)]
    [TestCase("Cos", 3.1415, 3.1417)]
    public void Random_arguments_come_out_within_0_501_units_in_the_last_place(
        string name,
        double from,
        double to
    )
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            Holds(name, from + (to - from) * random.NextDouble(), Limit);
        }
    }

    [TestCase("Exp", 709.782712893384)] // the largest that does not overflow
    [TestCase("Exp", -708.3964185322641)] // at the smallest normal result
    [TestCase("Exp", -708.4)] // subnormal with 52 bits, where rounding twice would show
    [TestCase("Exp", 5e-324)]
    [TestCase("Exp", 1.1102230246251565e-16)] // half a unit above 1
    [TestCase("ExpM1", 5e-324)]
    [TestCase("ExpM1", 0.34657359027997264)] // ln(2)/2, where reduction begins
    [TestCase("ExpM1", 709.782712893384)]
    [TestCase("ExpM1", -700)]
    [TestCase("Log", 5e-324)]
    [TestCase("Log", 0.9999999999999999)]
    [TestCase("Log", 1.4142135623730951)] // where the exponent changes
    [TestCase("Log", 1.7976931348623157e308)]
    [TestCase("Log1P", -0.9999999999999999)]
    [TestCase("Log1P", 5e-324)]
    [TestCase("Log1P", 5.551115123125784e-17)]
    [TestCase("Log1P", 1.7976931348623157e308)]
    [TestCase("Tanh", 3.7252902984619145e-09)] // beyond 2^-28
    [TestCase("Tanh", 5e-324)]
    [TestCase("Tanh", 19.0615474653984)] // the last below 1
    [TestCase("Sigmoid", 36.7368005696771)]
    [TestCase("Sigmoid", -40.00000000000001)]
    [TestCase("Erf", 5e-324)]
    [TestCase("Erf", 5.921587195794507)] // the last below 1
    [TestCase("NormalCdf", 8.292361075813595)]
    [TestCase("NormalCdf", -3.3941125496954285)] // where the method changes
    [TestCase("Cos", 3.1415927410125732)] // pi in float32, beyond pi
    [TestCase("Cos", 0.7853981633974483)] // pi/4, where cos becomes sin
    [TestCase("Cos", 1e-9)]
    public void Hard_arguments_come_out_within_0_501_units_in_the_last_place(
        string name,
        double x
    ) => Holds(name, x, Limit);

    [Test]
    public void Powers_come_out_within_0_501_units_in_the_last_place()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var x = i % 2 == 0 ? random.NextDouble() : Math.Exp(40 * random.NextDouble() - 20);
            var y = 60 * random.NextDouble() - 30;
            var exact = BigFloat.Exp(
                (BigFloat.Log((BigFloat)x, Bits + 20) * (BigFloat)y).Cut(Bits + 20),
                Bits
            );
            Assert.That(
                UnitsInLastPlace(Elementary.Pow(x, y), exact),
                Is.LessThan(Limit),
                $"{x}^{y}"
            );
        }
    }

    [TestCase(2, 10, 1024)]
    [TestCase(0.5, 1074, 5e-324)]
    [TestCase(0.5, 1076, 0)]
    [TestCase(2, 1024, double.PositiveInfinity)]
    [TestCase(-2, 3, -8)]
    [TestCase(-2, 2, 4)]
    [TestCase(-2, 0.5, double.NaN)]
    [TestCase(0, 2, 0)]
    [TestCase(0, 0, 1)]
    [TestCase(0, -1, double.PositiveInfinity)]
    [TestCase(0.5, double.PositiveInfinity, 0)]
    [TestCase(double.PositiveInfinity, -1, 0)]
    [TestCase(1, double.NaN, 1)]
    [TestCase(double.NaN, 1, double.NaN)]
    public void Powers_at_the_edges(double x, double y, double expected) =>
        Assert.That(Elementary.Pow(x, y), Is.EqualTo(expected));

    [TestCase("Exp", double.PositiveInfinity, double.PositiveInfinity)]
    [TestCase("Exp", double.NegativeInfinity, 0)]
    [TestCase("Exp", 709.79, double.PositiveInfinity)]
    [TestCase("Exp", -745.2, 0)]
    [TestCase("ExpM1", double.NegativeInfinity, -1)]
    [TestCase("ExpM1", 709.79, double.PositiveInfinity)]
    [TestCase("Log", 0, double.NegativeInfinity)]
    [TestCase("Log", -1, double.NaN)]
    [TestCase("Log", double.PositiveInfinity, double.PositiveInfinity)]
    [TestCase("Log1P", -1, double.NegativeInfinity)]
    [TestCase("Log1P", -1.5, double.NaN)]
    [TestCase("Log1P", double.PositiveInfinity, double.PositiveInfinity)]
    [TestCase("Tanh", double.NegativeInfinity, -1)]
    [TestCase("Sigmoid", double.PositiveInfinity, 1)]
    [TestCase("Sigmoid", double.NegativeInfinity, 0)]
    [TestCase("Erf", double.NegativeInfinity, -1)]
    [TestCase("NormalCdf", double.NegativeInfinity, 0)]
    [TestCase("NormalCdf", double.PositiveInfinity, 1)]
    [TestCase("NormalDensity", double.PositiveInfinity, 0)]
    public void Infinities_and_overflow(string name, double x, double expected) =>
        Assert.That(Subjects[name].Function(x), Is.EqualTo(expected));

    [Test]
    public void NaN_stays_NaN([ValueSource(nameof(Names))] string name) =>
        Assert.That(Subjects[name].Function(double.NaN), Is.NaN);

    [Test]
    public void Odd_functions_keep_the_sign_of_zero(
        [Values("ExpM1", "Log1P", "Tanh", "Erf")] string name
    ) => Assert.That(double.IsNegative(Subjects[name].Function(-0.0)), Is.True);

    [Test]
    public void The_cosine_refuses_angles_that_it_cannot_reduce() =>
        Assert.That(() => Elementary.Cos(4.1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Float32_is_the_double_rounded_once()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var x = (float)(20 * random.NextDouble() - 10);
            Assert.That(Elementary.Exp(x), Is.EqualTo((float)Elementary.Exp((double)x)));
            Assert.That(Elementary.Tanh(x), Is.EqualTo((float)Elementary.Tanh((double)x)));
        }
    }

    // One number over the bits of many results: a machine on which a single one differs fails here.
    [Test]
    public void The_bits_are_the_same_on_every_machine()
    {
        var hash = 14695981039346656037UL; // FNV-1a over whole numbers
        foreach (var name in Names)
        {
            for (var i = 1; i <= 2000; i++)
            {
                var x = name is "Cos" ? i / 500.0 : (i - 1000) * 0.037;
                var bits = BitConverter.DoubleToUInt64Bits(Subjects[name].Function(x));
                hash =
                    (hash ^ (double.IsNaN(BitConverter.UInt64BitsToDouble(bits)) ? 0 : bits))
                    * 1099511628211UL;
            }
        }

        Assert.That(hash, Is.EqualTo(684612186594478234UL));
    }

    private static IEnumerable<string> Names => Subjects.Keys;

    private static void Holds(string name, double x, double limit)
    {
        var (function, reference) = Subjects[name];
        Assert.That(
            UnitsInLastPlace(function(x), reference(x)),
            Is.LessThan(limit),
            $"{name}({x:R})"
        );
    }

    private static double UnitsInLastPlace(double computed, BigFloat exact)
    {
        var size = Math.Abs(exact.ToDouble());
        var spacing =
            size >= double.MaxValue
                ? double.MaxValue - Math.BitDecrement(double.MaxValue)
                : Math.BitIncrement(size) - size;
        return BigFloat
            .Divide(((BigFloat)computed - exact).Abs(), (BigFloat)spacing, 60)
            .ToDouble();
    }

    private static BigFloat ExpM1(BigFloat x) => BigFloat.Exp(x, Bits + 1100) - 1;

    private static BigFloat Log1P(BigFloat x) =>
        BigFloat.Log(1 + x, Bits + (x.Abs().ToDouble() < 1e-9 ? 1100 : 60));

    private static BigFloat Tanh(BigFloat x)
    {
        var e = ExpM1(2 * x);
        return BigFloat.Divide(e, e + 2, Bits);
    }

    private static BigFloat Sigmoid(BigFloat x) =>
        BigFloat.Divide(1, 1 + BigFloat.Exp(-x, Bits), Bits);

    private static BigFloat NormalCdf(BigFloat x)
    {
        var size = x.ToDouble();
        var bits = Bits + (int)(size * size); // the tail is e^(-x^2/2) of 1
        var z = (x * BigFloat.Sqrt(new(1, -1), bits + 20)).Cut(bits + 20);
        var half = 1 + BigFloat.Erf(z, bits);
        return new(half.Mantissa, half.Exponent - 1);
    }

    private static BigFloat NormalDensity(BigFloat x)
    {
        var square = x * x;
        var density = BigFloat.Exp(new(-square.Mantissa, square.Exponent - 1), Bits);
        return BigFloat.Divide(density, BigFloat.Sqrt(2 * BigFloat.Pi(Bits), Bits), Bits);
    }
}
