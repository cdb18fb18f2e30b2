using Mlp.Conformance.Truth;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests.Truth;

public class OptimizerTests
{
    private static readonly PlainOperations Operations = new();

    /// <summary>One weight of 1 after each step, from these gradients.</summary>
    private static double[] Walk(Optimizer optimizer, params double[] gradients) =>
        [
            .. Operations
                .Optimize(
                    optimizer,
                    new Weights(Tensor.Vector(new[] { 1.0 })),
                    [.. gradients.Select(g => new Weights(Tensor.Vector(new[] { g })))]
                )
                .WeightsAfterStep.Select(step => step[0][0]),
        ];

    [Test]
    public void Sgd_takes_the_rate_of_the_gradient() =>
        Assert.That(Walk(new Sgd(0.5), 1, -2), Is.EqualTo([0.5, 1.5]));

    [Test]
    public void Momentum_keeps_the_rate_inside_the_velocity()
    {
        // The rate falls from 1 to 0.25: v = -1, then 0.5*v - 0.25*1 = -0.75.
        var optimizer = new Sgd(new PiecewiseConstantDecay([0], [1, 0.25]), momentum: 0.5);
        Assert.That(Walk(optimizer, 1, 1), Is.EqualTo([0, -0.75]));
    }

    [Test]
    public void Nesterov_looks_one_step_ahead() =>
        // v = -1, w += 0.5*v - 1
        Assert.That(Walk(new Sgd(1, momentum: 0.5, nesterov: true), 1), Is.EqualTo([-0.5]));

    [Test]
    public void Weights_decay_before_the_step_by_a_share_of_the_rate() =>
        Assert.That(Walk(new Sgd(0.5) { WeightDecay = 0.5 }, 1), Is.EqualTo([1 - 0.25 - 0.5]));

    [Test]
    public void Adam_is_its_formula_written_out()
    {
        double[] gradients = [0.3, -0.1, 0.25];
        var (w, m, v) = (1.0, 0.0, 0.0);
        var expected = new List<double>();
        for (var t = 1; t <= gradients.Length; t++)
        {
            m = 0.9 * m + 0.1 * gradients[t - 1];
            v = 0.999 * v + 0.001 * gradients[t - 1] * gradients[t - 1];
            w -=
                0.01
                * Math.Sqrt(1 - Math.Pow(0.999, t))
                / (1 - Math.Pow(0.9, t))
                * m
                / (Math.Sqrt(v) + 1e-7);
            expected.Add(w);
        }

        Assert.That(Walk(new Adam(0.01), gradients), Is.EqualTo(expected).Within(1e-15));
    }

    [TestCase(0, false)]
    [TestCase(0.5, false)]
    [TestCase(0.5, true)]
    public void RmsProp_is_its_formula_written_out(double momentum, bool centered)
    {
        double[] gradients = [0.3, -0.1, 0.25];
        var (w, v, a, u) = (1.0, 0.0, 0.0, 0.0);
        var expected = new List<double>();
        foreach (var g in gradients)
        {
            v = 0.9 * v + 0.1 * g * g;
            a = 0.9 * a + 0.1 * g;
            u = momentum * u + 0.01 * g / Math.Sqrt(v - (centered ? a * a : 0) + 1e-7);
            w -= u;
            expected.Add(w);
        }

        var optimizer = new RmsProp(0.01, momentum: momentum, centered: centered);
        Assert.That(Walk(optimizer, gradients), Is.EqualTo(expected).Within(1e-14));
    }

    [Test]
    public void Clipping_scales_each_or_all_by_their_norm_or_clamps()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                Step(new Sgd(1) { ClipNorm = 1 }),
                Is.EqualTo([-0.6, -0.8, -1]).Within(1e-15)
            );
            Assert.That(
                Step(new Sgd(1) { GlobalClipNorm = 1 }),
                Is.EqualTo([-3.0 / 13, -4.0 / 13, -12.0 / 13]).Within(1e-15)
            );
            Assert.That(Step(new Sgd(1) { ClipValue = 3.5 }), Is.EqualTo([-3, -3.5, -3.5]));
            Assert.That(Step(new Sgd(1) { ClipNorm = 20 }), Is.EqualTo([-3, -4, -12]));
        });

        static double[] Step(Optimizer optimizer)
        {
            var zeros = new Weights(Tensor.Vector(new double[2]), Tensor.Vector(new double[1]));
            var gradients = new Weights(
                Tensor.Vector(new double[] { 3, 4 }),
                Tensor.Vector(new double[] { 12 })
            );
            var after = Operations.Optimize(optimizer, zeros, [gradients]).WeightsAfterStep[0];
            return [.. after[0].Values(), .. after[1].Values()];
        }
    }

    [Test]
    public void A_norm_of_0_leaves_zeros_and_one_that_is_not_finite_makes_all_NaN()
    {
        Assert.That(Walk(new Sgd(1) { ClipNorm = 1 }, 0), Is.EqualTo([1]));
        Assert.That(Walk(new Sgd(1) { GlobalClipNorm = 1 }, 0), Is.EqualTo([1]));
        var two = new Weights(Tensor.Vector(new double[2]));
        var infinite = new Weights(Tensor.Vector(new[] { 1, double.PositiveInfinity }));
        var clipped = Operations.Optimize(new Sgd(1) { GlobalClipNorm = 1 }, two, [infinite]);
        Assert.That(clipped.WeightsAfterStep[0][0].Values(), Is.All.NaN);
    }

    [Test]
    public void Schedules_are_their_formulas()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                At(new ExponentialDecay(0.1, 10, 0.5), 20),
                Is.EqualTo([0.025]).Within(1e-17)
            );
            Assert.That(
                At(new ExponentialDecay(0.1, 10, 0.5, Staircase: true), 0, 9, 10),
                Is.EqualTo([0.1, 0.1, 0.05])
            );
            Assert.That(At(new InverseTimeDecay(1, 10, 1), 10, 30), Is.EqualTo([0.5, 0.25]));
            Assert.That(
                At(new PiecewiseConstantDecay([5], [1, 0.5]), 4, 5, 6),
                Is.EqualTo([1, 1, 0.5])
            );
            Assert.That(
                At(new PolynomialDecay(1, 10, End: 0.5, Power: 2), 5, 10, 99),
                Is.EqualTo([0.625, 0.5, 0.5])
            );
            Assert.That(
                At(new PolynomialDecay(1, 10, End: 0, Cycle: true), 0, 10, 15, 20),
                Is.EqualTo([1, 0, 0.25, 0])
            );
            Assert.That(
                At(new CosineDecay(2, 10, Alpha: 0.5), 0, 5, 10, 99),
                Is.EqualTo([2, 1.5, 1, 1]).Within(1e-15)
            );
            Assert.That(
                At(new CosineDecay(1, 10, WarmupTarget: 3, WarmupSteps: 4), 0, 2, 4, 9, 14),
                Is.EqualTo([1, 2, 3, 1.5, 0]).Within(1e-15)
            );
        });

        static double[] At(LearningRate rate, params long[] steps) =>
            Operations.LearningRates(rate, steps, Precision.Float64).Values();
    }

    [Test]
    public void Steps_that_are_no_whole_numbers_from_0_are_refused(
        [ValueSource(typeof(Backends), nameof(Backends.Names))] string backend,
        [Values(0.5, -1, 9.3e18, double.NaN)] double step // the third is beyond int64
    ) =>
        Assert.That(
            () =>
                Backends
                    .Operations(backend)
                    .LearningRates(
                        new ExponentialDecay(0.1, 10, 0.5),
                        new[] { 0, step },
                        Precision.Float64
                    ),
            Throws
                .InstanceOf<ArgumentException>()
                .With.Property(nameof(ArgumentException.ParamName))
                .EqualTo("steps")
        );

    [TestCaseSource(typeof(Backends), nameof(Backends.Names))]
    public void Whole_steps_are_taken_in_any_type(string backend) =>
        Assert.That(
            Backends
                .Operations(backend)
                .LearningRates(
                    new ExponentialDecay(0.1, 10, 0.5),
                    new float[] { 0, 10 },
                    Precision.Float64
                )
                .Values(),
            Is.EqualTo([0.1, 0.05])
        );

    [Test]
    public void Rates_of_float32_are_held_in_it() =>
        Assert.That(
            Operations.LearningRates(0.1, new long[] { 0 }, Precision.Float32)[0],
            Is.EqualTo(0.1f)
        );
}
