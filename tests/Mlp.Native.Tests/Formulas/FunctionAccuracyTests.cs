namespace Mlp.Native.Tests;

/// <summary>
/// Functions on floats over all exponents and signs (every 1021st bit pattern), against doubles; and on doubles, against functions of
/// the runtime. Errors are in units of the last place of the true value, of the smallest subnormal below the normals.
/// </summary>
public sealed unsafe class FunctionAccuracyTests
{
#if MUTATION
    private const uint Stride = 100_003; // tools/mutation runs this once a mutant
#else
    private const uint Stride = 1021; // a prime, so that all low bits are met
#endif

    [Test]
    public void Exp_of_floats_is_within_0_65_units_and_0_75_where_it_is_subnormal()
    {
        var exp = default(Exp<float, Lanes128<float>>);
        Assert.That(Worst(exp, Math.Exp, least: 1.1754944e-38), Is.LessThan(0.65));
        Assert.That(Worst(exp, Math.Exp), Is.LessThan(0.75)); // subnormals are rounded twice
    }

    [Test]
    public void Log_of_floats_is_within_0_9_units() =>
        Assert.That(Worst(default(Log<float, Lanes128<float>>), Math.Log), Is.LessThan(0.9));

    [Test]
    public void Log1p_of_floats_is_within_0_9_units() =>
        Assert.That(Worst(default(Log1p<float, Lanes128<float>>), TrueLog1p), Is.LessThan(0.9));

    [Test]
    public void Tanh_of_floats_is_within_0_7_units() =>
        Assert.That(
            Worst(default(TanhFormula<float, Lanes128<float>>), Math.Tanh),
            Is.LessThan(0.7)
        );

    [Test]
    public void Sigmoid_of_floats_is_within_0_75_units() =>
        Assert.That(
            Worst(default(SigmoidFormula<float, Lanes128<float>>), TrueSigmoid),
            Is.LessThan(0.75)
        );

    [Test]
    public void Slope_of_sigmoid_of_floats_is_within_0_75_units() =>
        Assert.That(
            Worst(
                default(SlopeOf<float, Lanes128<float>, SigmoidFormula<float, Lanes128<float>>>),
                x => TrueSigmoid(x) * TrueSigmoid(-x)
            ),
            Is.LessThan(0.75)
        );

    [Test]
    public void Slope_of_tanh_of_floats_is_within_3_units() =>
        Assert.That(
            Worst(
                default(SlopeOf<float, Lanes128<float>, TanhFormula<float, Lanes128<float>>>),
                x => 4 * TrueSigmoid(2 * x) * TrueSigmoid(-2 * x)
            ),
            Is.LessThan(3) // times 4 quadruples the rounding of a subnormal
        );

    [Test]
    public void Gelu_of_floats_is_within_5_units() =>
        Assert.That(
            Worst(default(GeluFormula<float, Lanes128<float>>), x => x * TruePhi(x), least: 1e-37),
            Is.LessThan(5)
        );

    [Test]
    public void Exp_of_doubles_is_within_1_1_units() =>
        Assert.That(
            Worst(default(Exp<double, Lanes128<double>>), Math.Exp, -745, 709),
            Is.LessThan(1.1) // half a unit of each
        );

    [Test]
    public void Log_of_doubles_is_within_1_4_units() =>
        Assert.That(
            Worst(default(Log<double, Lanes128<double>>), Math.Log, 1e-3, 1e3),
            Is.LessThan(1.4)
        );

    [Test]
    public void Log1p_of_doubles_is_within_3_units() =>
        Assert.That(
            Worst(default(Log1p<double, Lanes128<double>>), TrueLog1p, -0.999, 10),
            Is.LessThan(3) // the reference rounds four times
        );

    [Test]
    public void Tanh_of_doubles_is_within_2_1_units() =>
        Assert.That(
            Worst(default(TanhFormula<double, Lanes128<double>>), Math.Tanh, -25, 25),
            Is.LessThan(2.1) // with the runtime's own error
        );

    [Test]
    public void Sigmoid_of_doubles_is_within_2_1_units() =>
        Assert.That(
            Worst(default(SigmoidFormula<double, Lanes128<double>>), TrueSigmoid, -740, 40),
            Is.LessThan(2.1) // the reference rounds three times
        );

    [Test]
    public void Gelu_of_doubles_has_14_digits()
    {
        foreach (var x in Points(-30, 30))
        {
            var actual = Apply(default(GeluFormula<double, Lanes128<double>>), x);
            var expected = x * TruePhi(x);
            Assert.That(actual, Is.EqualTo(expected).Within(1e-14 * Math.Abs(expected)), $"{x}");
        }
    }

    [Test]
    public void Log_of_a_subnormal_zero_infinity_and_below_zero_is_what_it_should_be()
    {
        Assert.That(
            Apply(default(Log<double, Lanes128<double>>), double.Epsilon),
            Is.EqualTo(Math.Log(double.Epsilon)).Within(1e-12)
        );
        Assert.That(
            Apply(default(Log<double, Lanes128<double>>), 0),
            Is.EqualTo(double.NegativeInfinity)
        );
        Assert.That(
            Apply(default(Log<double, Lanes128<double>>), double.PositiveInfinity),
            Is.EqualTo(double.PositiveInfinity)
        );
        Assert.That(Apply(default(Log<double, Lanes128<double>>), -1), Is.NaN);
        Assert.That(Apply(default(Log<double, Lanes128<double>>), double.NaN), Is.NaN);
        Assert.That(
            Apply(default(Log1p<double, Lanes128<double>>), -1),
            Is.EqualTo(double.NegativeInfinity)
        );
        Assert.That(Apply(default(Log1p<double, Lanes128<double>>), -2), Is.NaN);
    }

    private static double Worst<TFormula>(
        TFormula formula,
        Func<double, double> truth,
        double least = 0
    )
        where TFormula : struct, IElementwise<float, Lanes128<float>>
    {
        const int Chunk = 1 << 16;
        var rows = new ElementwiseRows<float, Lanes128<float>, TFormula>(formula);
        var (x, y) = (new AlignedArray<float>(Chunk), new AlignedArray<float>(Chunk));
        var worst = 0.0;
        for (ulong bits = 0; bits <= uint.MaxValue; )
        {
            for (var i = 0; i < Chunk; i++, bits += Stride)
            {
                x.Pointer[i] = BitConverter.UInt32BitsToSingle((uint)bits);
            }

            rows.Forward(x.Pointer, y.Pointer, Chunk, 1, Chunk / 16);
            for (var i = 0; i < Chunk; i++)
            {
                var expected = truth(x.Pointer[i]);
                if (Math.Abs(expected) >= least || double.IsNaN(expected))
                {
                    worst = Math.Max(worst, Units(y.Pointer[i], expected));
                }
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return worst;
    }

    private static double Worst<TFormula>(
        TFormula formula,
        Func<double, double> truth,
        double from,
        double to
    )
        where TFormula : struct, IElementwise<double, Lanes128<double>> =>
        Points(from, to).Max(x => Units(Apply(formula, x), truth(x)));

    private static double Apply<TFormula>(TFormula formula, double x)
        where TFormula : struct, IElementwise<double, Lanes128<double>>
    {
        var values = stackalloc double[8];
        values[3] = x;
        formula.Value(Lanes128<double>.Load(values)).Store(values);
        return values[3];
    }

    private static IEnumerable<double> Points(double from, double to)
    {
#if MUTATION
        const int Count = 1_009;
#else
        const int Count = 100_003;
#endif
        for (var i = 0; i <= Count; i++)
        {
            yield return from + ((to - from) * i / Count);
        }
    }

    private static double Units(float actual, double expected) =>
        // Overflow is due half a unit beyond the largest number.
        float.IsInfinity(actual)
            ? (Math.Abs(expected) > 3.4028235677973366e38 ? 0 : double.PositiveInfinity)
            : Units(actual, expected, -126, 23);

    private static double Units(double actual, double expected) =>
        Units(actual, expected, -1022, 52);

    private static double Units(double actual, double expected, int leastExponent, int bits)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected))
        {
            return actual.Equals(expected) ? 0 : double.PositiveInfinity;
        }

        var exponent =
            expected == 0 ? leastExponent : Math.Max(Math.ILogB(expected), leastExponent);
        var error = Math.Abs(actual - expected) / Math.ScaleB(1, exponent - bits);
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    // Kahan's: the rounding of 1 + x cancels.
    private static double TrueLog1p(double x)
    {
        var u = 1 + x;
        return u == 1 ? x
            : double.IsInfinity(u) || u <= 0 ? Math.Log(u)
            : Math.Log(u) * (x / (u - 1));
    }

    private static double TrueSigmoid(double x) =>
        x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    // The series of the integral near 0, the continued fraction far out.
    private static double TruePhi(double x)
    {
        var a = Math.Abs(x);
        if (double.IsNaN(x) || a > 39)
        {
            return double.IsNaN(x) ? x
                : x < 0 ? 0
                : 1;
        }

        var hi = Math.Round(a * 1024) / 1024; // squares exactly
        var density =
            Math.Exp(-hi * hi / 2) * Math.Exp(-(a - hi) * (a + hi) / 2) / Math.Sqrt(2 * Math.PI);
        double tail;
        if (a < 1)
        {
            var (term, sum) = (a, a);
            for (var n = 3; n < 80; n += 2)
            {
                term *= a * a / n;
                sum += term;
            }

            tail = 0.5 - (density * sum);
        }
        else
        {
            var fraction = a;
            for (var n = 3000; n > 0; n--)
            {
                fraction = a + (n / fraction);
            }

            tail = density / fraction;
        }

        return x < 0 ? tail : 1 - tail;
    }

    private readonly struct Exp<T, L> : IElementwise<T, L>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where L : unmanaged, ILanes<L, T>
    {
        public L Value(L x) => Exponential<T, L>.Of(x);

        public L Slope(L x) => throw new NotSupportedException();
    }

    private readonly struct Log<T, L> : IElementwise<T, L>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where L : unmanaged, ILanes<L, T>
    {
        public L Value(L x) => Logarithm<T, L>.Of(x);

        public L Slope(L x) => throw new NotSupportedException();
    }

    private readonly struct Log1p<T, L> : IElementwise<T, L>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where L : unmanaged, ILanes<L, T>
    {
        public L Value(L x) => Logarithm<T, L>.OfOnePlus(x);

        public L Slope(L x) => throw new NotSupportedException();
    }

    private readonly struct SlopeOf<T, L, TFormula> : IElementwise<T, L>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where L : unmanaged, ILanes<L, T>
        where TFormula : struct, IElementwise<T, L>
    {
        public L Value(L x) => default(TFormula).Slope(x);

        public L Slope(L x) => throw new NotSupportedException();
    }
}
