using Mlp.Optimizers;

namespace Mlp.Native.Tests;

/// <summary>Optimizers against plain loops over single weights, written from the equations in the documentation of <see cref="Mlp.Optimizers"/>.</summary>
public sealed class OptimizerTests
{
    private static readonly IOperations Operations = new CpuBackend().Operations;

    private static readonly Optimizer[] All =
    [
        new Sgd(0.1),
        new Sgd(0.1, momentum: 0.9),
        new Sgd(new ExponentialDecay(0.1, 3, 0.5), momentum: 0.8, nesterov: true),
        new Adam(0.05),
        new Adam(0.05, 0.7, 0.8, 1e-3) { WeightDecay = 0.1 },
        new RmsProp(0.05),
        new RmsProp(0.05, momentum: 0.5) { ClipValue = 0.3 },
        new RmsProp(0.05, centered: true, momentum: 0.2),
        new Sgd(0.1) { ClipNorm = 0.7 },
        new Adam(0.1) { GlobalClipNorm = 0.7 },
        new Sgd(0.1) { WeightDecay = 0.2, ClipValue = 0.1 },
    ];

    [TestCaseSource(nameof(All))]
    public void Steps_are_those_of_the_equations(Optimizer optimizer)
    {
        var draw = new Draw(4);
        int[][] shapes =
        [
            [33, 17],
            [17],
            [17, 3],
            [3],
        ];
        var weights = Of(shapes);
        Weights[] gradients = [.. Enumerable.Range(0, 5).Select(_ => Of(shapes))];

        var trace = Operations.Optimize(optimizer, weights, gradients);

        var states = weights.Select(w => new double[3, w.Length]).ToArray();
        var current = weights.Select(w => w.ToFloat64().Values.ToArray()).ToArray();
        for (var step = 0; step < gradients.Length; step++)
        {
            var norms = gradients[step].Select(Norm).ToArray();
            var global = Math.Sqrt(norms.Sum(n => n * n));
            for (var v = 0; v < current.Length; v++)
            {
                for (var i = 0; i < current[v].Length; i++)
                {
                    var g = Clipped(optimizer, gradients[step][v][i], norms[v], global);
                    Move(
                        optimizer,
                        trace.LearningRates[step],
                        step + 1,
                        ref current[v][i],
                        g,
                        states[v],
                        i
                    );
                }

                var actual = trace.WeightsAfterStep[step][v].ToFloat64().Values.ToArray();
                Assert.That(
                    actual,
                    Is.EqualTo(current[v]).Within(1e-14),
                    $"step {step}, variable {v}"
                );
            }
        }

        Weights Of(int[][] all) => new(all.Select(shape => draw.Values(Precision.Float64, shape)));
    }

    [Test]
    public void A_common_norm_that_is_not_finite_makes_all_gradients_nan()
    {
        var after = OneStep(new Sgd(1) { GlobalClipNorm = 1 }, float.PositiveInfinity, 1);

        Assert.That(after, Is.All.NaN);
    }

    [Test]
    public void A_gradient_of_zero_stays_zero_under_a_norm_limit()
    {
        var after = OneStep(new Sgd(1) { ClipNorm = 1 }, 0, 0);

        Assert.That(after, Is.All.EqualTo(1));
    }

    [Test]
    public void Rates_are_held_in_the_precision([Values] Precision precision)
    {
        var rates = Operations.LearningRates(0.1, new long[] { 0, 5 }, precision);

        Assert.That(rates[1], Is.EqualTo(precision == Precision.Float32 ? 0.1f : 0.1));
    }

    [Test]
    public void A_warm_up_rises_to_its_target_and_the_cosine_falls_from_there()
    {
        var rate = new CosineDecay(0.1, 10, Alpha: 0.2, WarmupTarget: 1, WarmupSteps: 4);

        var rates = Operations.LearningRates(
            rate,
            new long[] { 0, 2, 4, 9, 14, 99 },
            Precision.Float64
        );

        Assert.That(
            rates.ToFloat64().Values.ToArray(),
            Is.EqualTo(new[] { 0.1, 0.55, 1, 0.6, 0.2, 0.2 }).Within(1e-15)
        );
    }

    [Test]
    public void A_cycle_begins_again_after_its_steps()
    {
        var rate = new PolynomialDecay(1, 10, End: 0, Cycle: true);

        var rates = Operations.LearningRates(
            rate,
            new long[] { 0, 5, 10, 15, 20 },
            Precision.Float64
        );

        Assert.That(
            rates.ToFloat64().Values.ToArray(),
            Is.EqualTo(new[] { 1, 0.5, 0, 0.25, 0 }).Within(1e-15)
        );
    }

    private static IEnumerable<TestCaseData> Schedules()
    {
        yield return Case(new ExponentialDecay(1, 10, 0.25), (0, 1), (5, 0.5), (15, 0.125));
        yield return Case(new ExponentialDecay(1, 10, 0.25, true), (9, 1), (10, 0.25), (15, 0.25));
        yield return Case(new InverseTimeDecay(1, 4, 0.5), (0, 1), (2, 0.8), (4, 1 / 1.5));
        yield return Case(new InverseTimeDecay(1, 4, 0.5, true), (3, 1), (6, 1 / 1.5));
        // At a boundary itself the earlier value holds.
        yield return Case(
            new PiecewiseConstantDecay([2, 5], [1, 0.5, 0.1]),
            (0, 1),
            (2, 1),
            (3, 0.5),
            (5, 0.5),
            (6, 0.1)
        );
        yield return Case(
            new PolynomialDecay(1, 10, End: 0.2, Power: 2),
            (0, 1),
            (5, 0.4),
            (15, 0.2)
        );

        static TestCaseData Case(LearningRate rate, params (long Step, double Rate)[] points) =>
            new TestCaseData(rate, points).SetArgDisplayNames(rate.ToString()!);
    }

    [TestCaseSource(nameof(Schedules))]
    public void A_schedule_gives_the_rates_of_its_formula(
        LearningRate rate,
        (long Step, double Rate)[] points
    )
    {
        foreach (var (step, expected) in points)
        {
            Assert.That(
                LearningRates.At(rate, step, Precision.Float64),
                Is.EqualTo(expected).Within(1e-15),
                $"step {step}"
            );
        }

        Assert.That(LearningRates.At(0.1, 0, Precision.Float32), Is.EqualTo((double)0.1f));
    }

    private static double[] OneStep(Optimizer optimizer, float first, float second)
    {
        var weights = new Weights(Tensor.Vector(new float[] { 1, 1 }));
        var gradients = new Weights(Tensor.Vector(new[] { first, second }));
        return Operations
            .Optimize(optimizer, weights, [gradients])
            .WeightsAfterStep[0][0]
            .ToFloat64()
            .Values.ToArray();
    }

    private static double Norm(Tensor gradient) =>
        Math.Sqrt(gradient.ToFloat64().Values.ToArray().Sum(g => g * g));

    private static double Clipped(Optimizer optimizer, double g, double norm, double global) =>
        optimizer.ClipNorm is { } own ? g * own / Math.Max(norm, own)
        : optimizer.GlobalClipNorm is { } common ? g * common / Math.Max(global, common)
        : optimizer.ClipValue is { } limit ? Math.Clamp(g, -limit, limit)
        : g;

    private static void Move(
        Optimizer optimizer,
        double lr,
        int t,
        ref double w,
        double g,
        double[,] s,
        int i
    )
    {
        w -= lr * (optimizer.WeightDecay ?? 0) * w;
        switch (optimizer)
        {
            case Sgd { Momentum: 0 }:
                w -= lr * g;
                break;
            case Sgd sgd:
                s[0, i] = (sgd.Momentum * s[0, i]) - (lr * g);
                w += sgd.Nesterov ? (sgd.Momentum * s[0, i]) - (lr * g) : s[0, i];
                break;
            case Adam adam:
                s[0, i] += (g - s[0, i]) * (1 - adam.Beta1);
                s[1, i] += ((g * g) - s[1, i]) * (1 - adam.Beta2);
                var alpha =
                    lr * Math.Sqrt(1 - Math.Pow(adam.Beta2, t)) / (1 - Math.Pow(adam.Beta1, t));
                w -= alpha * s[0, i] / (Math.Sqrt(s[1, i]) + adam.Epsilon);
                break;
            case RmsProp rms:
                s[0, i] = (rms.Rho * s[0, i]) + ((1 - rms.Rho) * g * g);
                s[1, i] = (rms.Rho * s[1, i]) + ((1 - rms.Rho) * g);
                var mean = rms.Centered ? s[1, i] * s[1, i] : 0;
                s[2, i] =
                    (rms.Momentum * s[2, i]) + (lr * g / Math.Sqrt(s[0, i] - mean + rms.Epsilon));
                w -= s[2, i];
                break;
        }
    }
}
