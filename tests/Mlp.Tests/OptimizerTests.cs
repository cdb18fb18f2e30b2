using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.Tests;

/// <summary>What an optimizer, a schedule or a smoothing refuses, whether a constructor, an initializer or <c>with</c> gives it.</summary>
public class OptimizerTests
{
    private static readonly ExponentialDecay Exponential = new(1, 10, 0.5);
    private static readonly PolynomialDecay Polynomial = new(1, 10);
    private static readonly InverseTimeDecay Inverse = new(1, 10, 0.5);
    private static readonly CosineDecay Cosine = new(1, 10);

    // A rate or a share of it: 0 and beyond 1 are fine.
    private static IEnumerable<TestCaseData> FromZero() =>
        [
            Case("constant", x => new ConstantRate(x), x => new ConstantRate(1) { Rate = x }),
            Case(
                "exponential, initial",
                x => new ExponentialDecay(x, 10, 0.5),
                x => Exponential with { Initial = x }
            ),
            Case(
                "exponential, factor",
                x => new ExponentialDecay(1, 10, x),
                x => Exponential with { DecayRate = x }
            ),
            Case(
                "polynomial, initial",
                x => new PolynomialDecay(x, 10),
                x => Polynomial with { Initial = x }
            ),
            Case(
                "polynomial, end",
                x => new PolynomialDecay(1, 10, End: x),
                x => Polynomial with { End = x }
            ),
            Case(
                "polynomial, power",
                x => new PolynomialDecay(1, 10, Power: x),
                x => Polynomial with { Power = x }
            ),
            Case(
                "inverse, initial",
                x => new InverseTimeDecay(x, 10, 0.5),
                x => Inverse with { Initial = x }
            ),
            Case(
                "inverse, factor",
                x => new InverseTimeDecay(1, 10, x),
                x => Inverse with { DecayRate = x }
            ),
            Case("cosine, initial", x => new CosineDecay(x, 10), x => Cosine with { Initial = x }),
            Case("cosine, alpha", x => new CosineDecay(1, 10, x), x => Cosine with { Alpha = x }),
            Case(
                "cosine, target",
                x => new CosineDecay(1, 10, WarmupTarget: x),
                x => Cosine with { WarmupTarget = x }
            ),
            Case(
                "cosine, warm-up",
                x => new CosineDecay(1, 10, WarmupSteps: x),
                x => Cosine with { WarmupSteps = x }
            ),
            Case(
                "piecewise, value",
                x => new PiecewiseConstantDecay([5], [1, x]),
                x => new PiecewiseConstantDecay([5], [x, 1])
            ),
            Case("adam, epsilon", x => new Adam(epsilon: x), x => new Adam() { Epsilon = x }),
            Case(
                "rmsprop, epsilon",
                x => new RmsProp(epsilon: x),
                x => new RmsProp() { Epsilon = x }
            ),
            Case(
                "decay",
                x => new Sgd { WeightDecay = x },
                x => new Adam() with { WeightDecay = x }
            ),
        ];

    private static IEnumerable<TestCaseData> AboveZero() =>
        [
            Case(
                "exponential",
                x => new ExponentialDecay(1, x, 0.5),
                x => Exponential with { DecaySteps = x }
            ),
            Case(
                "polynomial",
                x => new PolynomialDecay(1, x),
                x => Polynomial with { DecaySteps = x }
            ),
            Case(
                "inverse",
                x => new InverseTimeDecay(1, x, 0.5),
                x => Inverse with { DecaySteps = x }
            ),
            Case("cosine", x => new CosineDecay(1, x), x => Cosine with { DecaySteps = x }),
            Case("norm", x => new Sgd { ClipNorm = x }, x => new Sgd() with { ClipNorm = x }),
            Case(
                "global norm",
                x => new Sgd { GlobalClipNorm = x },
                x => new Sgd() with { GlobalClipNorm = x }
            ),
            Case("value", x => new Sgd { ClipValue = x }, x => new Sgd() with { ClipValue = x }),
        ];

    private static IEnumerable<TestCaseData> Shares() =>
        [
            Case("sgd", x => new Sgd(momentum: x), x => new Sgd() { Momentum = x }),
            Case("rmsprop", x => new RmsProp(momentum: x), x => new RmsProp() { Momentum = x }),
            Case("rho", x => new RmsProp(rho: x), x => new RmsProp() { Rho = x }),
            Case(
                "categorical",
                x => new CategoricalCrossentropy(LabelSmoothing: x),
                x => new CategoricalCrossentropy { LabelSmoothing = x }
            ),
            Case(
                "binary",
                x => new BinaryCrossentropy(LabelSmoothing: x),
                x => new BinaryCrossentropy { LabelSmoothing = x }
            ),
        ];

    private static IEnumerable<TestCaseData> Betas() =>
        [
            Case("first", x => new Adam(beta1: x), x => new Adam() { Beta1 = x }),
            Case("second", x => new Adam(beta2: x), x => new Adam() { Beta2 = x }),
        ];

    [TestCaseSource(nameof(FromZero))]
    public void What_is_0_or_more_is_not_less_and_finite(Func<double, object>[] ways) =>
        Takes(ways, [0, 1.5], [-1e-300, double.NaN, double.PositiveInfinity], "0 or more");

    [TestCaseSource(nameof(AboveZero))]
    public void What_is_positive_is_not_0_and_finite(Func<double, object>[] ways) =>
        Takes(ways, [1e-300, 1.5], [0, -1, double.NaN, double.PositiveInfinity], "positive");

    [TestCaseSource(nameof(Shares))]
    public void A_share_lies_in_0_to_1(Func<double, object>[] ways) =>
        Takes(ways, [0, 1], [-1e-300, Math.BitIncrement(1), double.NaN], "0 to 1");

    // At 1 the moments never move, and the step is 0 / 0.
    [TestCaseSource(nameof(Betas))]
    public void A_beta_lies_below_1(Func<double, object>[] ways) =>
        Takes(ways, [0, Math.BitDecrement(1)], [-1e-300, 1, double.NaN], "below 1");

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_boundary_is_finite(double boundary) =>
        Assert.That(
            () => new PiecewiseConstantDecay([boundary], [1, 0.5]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("finite")
        );

    [Test]
    public void An_optimizer_has_a_rate() =>
        Assert.That(
            () => new Sgd { LearningRate = null! },
            Throws.ArgumentNullException.With.Message.Contains("LearningRate")
        );

    [Test]
    public void Every_parameter_can_be_changed_by_with()
    {
        Assert.That(
            new Adam() with
            {
                Beta1 = 0.8,
                Beta2 = 0.99,
                Epsilon = 1e-8,
            },
            Is.EqualTo(new Adam(null, 0.8, 0.99, 1e-8))
        );
        Assert.That(
            new Sgd() with
            {
                Momentum = 0.9,
                Nesterov = true,
            },
            Is.EqualTo(new Sgd(null, 0.9, true))
        );
        Assert.That(
            new RmsProp() with
            {
                Rho = 0.8,
                Momentum = 0.5,
                Epsilon = 1e-6,
                Centered = true,
            },
            Is.EqualTo(new RmsProp(null, 0.8, 0.5, 1e-6, true))
        );
    }

    private static TestCaseData Case(string name, params Func<double, object>[] ways) =>
        new TestCaseData(new object[] { ways }).SetArgDisplayNames(name);

    private static void Takes(
        Func<double, object>[] ways,
        double[] good,
        double[] bad,
        string message
    )
    {
        foreach (var way in ways)
        {
            foreach (var value in good)
            {
                Assert.That(() => way(value), Throws.Nothing, $"{value}");
            }

            foreach (var value in bad)
            {
                Assert.That(
                    () => way(value),
                    Throws
                        .InstanceOf<ArgumentOutOfRangeException>()
                        .With.Message.Contains(message)
                        .And.Message.Contains($"{value} was given"),
                    $"{value}"
                );
            }
        }
    }
}
