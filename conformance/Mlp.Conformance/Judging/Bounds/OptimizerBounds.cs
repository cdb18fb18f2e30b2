using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>How far rates and weights may be off, step by step.</summary>
internal static class OptimizerBounds
{
    /// <summary>Relative error of a rate, in u: what rounding the parameters and one evaluation of the formula come to.</summary>
    public static double RateRoundings(LearningRate rate, double step, double value)
    {
        switch (rate)
        {
            case ConstantRate:
            case PiecewiseConstantDecay:
                return 1;

            case ExponentialDecay decay:
            {
                // A power multiplies the relative error of its base, and turns the error of the exponent into a factor.
                var exponent = step / decay.DecaySteps;
                return 8 + Math.Abs(exponent) + 2 * Math.Abs(exponent * Math.Log(decay.DecayRate));
            }

            case PolynomialDecay decay:
            {
                var steps = decay.Cycle
                    ? decay.DecaySteps * Math.Max(1, Math.Ceiling(step / decay.DecaySteps))
                    : decay.DecaySteps;
                var left = 1 - Math.Min(step / steps, 1);
                // The difference 1 - step/steps is off by 2 u; below that a power under 1 is steep.
                var slope =
                    left == 0
                        ? 0
                        : decay.Power * Math.Pow(Math.Max(left, 1e-7), decay.Power - 1) * 2;
                var terms =
                    Math.Abs(decay.Initial - decay.End) * (slope + 6 * Math.Pow(left, decay.Power))
                    + 2 * Math.Abs(decay.End);
                return 2 + Relative(terms, value);
            }

            case CosineDecay decay:
            {
                // 1 + cos cancels near the end: the error follows the first rate.
                var most = Math.Max(Math.Abs(decay.Initial), Math.Abs(decay.WarmupTarget ?? 0));
                return 2 + Relative(8 * most, value);
            }

            default:
                return 8;
        }
    }

    /// <summary>The bound of a rate.</summary>
    public static double Rate(LearningRate rate, double step, double value, Rounding r)
    {
        var zero = value == 0 && rate is not ConstantRate and not PiecewiseConstantDecay;
        // At a rate of 0 relative means nothing: what cancelled there was of the size of the first rate.
        var error = zero ? 8 * InitialOf(rate) : RateRoundings(rate, step, value) * Math.Abs(value);
        return r.Or(r.U * error, r.U * Math.Abs(value) + r.U * error / 2) + r.Eta;
    }

    /// <summary>
    /// Bounds of all weights after each step, in the order of steps and variables: 4 ULP of the largest term a step, and the
    /// relative error of each step's move. The moves are followed with all signs alike, so that cancellation hides nothing.
    /// </summary>
    public static List<List<double[]>> Weights(
        Optimizer optimizer,
        IReadOnlyList<double[]> initial,
        IReadOnlyList<IReadOnlyList<double[]>> gradients,
        IReadOnlyList<IReadOnlyList<double[]>> truth,
        IReadOnlyList<double> rates,
        Rounding r
    )
    {
        var result = new List<List<double[]>>();
        var states = initial.Select(variable => new State(variable.Length)).ToArray();
        var counts = initial.Sum(variable => variable.Length);
        for (var step = 0; step < truth.Count; step++)
        {
            var bounds = new List<double[]>();
            var common = Norm(gradients[step].SelectMany(variable => variable));
            for (var v = 0; v < initial.Count; v++)
            {
                var (limit, norm, terms) = optimizer switch
                {
                    { GlobalClipNorm: { } most } => (most, common, counts),
                    { ClipNorm: { } most } => (most, Norm(gradients[step][v]), initial[v].Length),
                    _ => (1, 0.0, 0),
                };
                var scale = limit / Math.Max(norm, limit);
                double[] gradient =
                [
                    .. gradients[step]
                        [v]
                        .Select(g =>
                            optimizer.ClipValue is { } most ? Math.Clamp(g, -most, most) : g * scale
                        ),
                ];
                states[v]
                    .Step(optimizer, gradient, rates[step], step, clipRoundings: terms / 2.0 + 4);
                var before = step == 0 ? initial[v] : truth[step - 1][v];
                bounds.Add(states[v].Add(optimizer, before, truth[step][v], rates[step], step, r));
            }

            result.Add(bounds);
        }

        return result;
    }

    private static double Norm(IEnumerable<double> values) =>
        Math.Sqrt(values.Sum(value => value * value));

    private static double InitialOf(LearningRate rate) =>
        rate switch
        {
            PolynomialDecay decay => Math.Abs(decay.Initial),
            CosineDecay decay => Math.Max(Math.Abs(decay.Initial), decay.WarmupTarget ?? 0),
            ExponentialDecay decay => Math.Abs(decay.Initial),
            InverseTimeDecay decay => Math.Abs(decay.Initial),
            _ => 0,
        };

    private static double Relative(double error, double value) =>
        value == 0 ? 0 : error / Math.Abs(value);

    // One variable's moments, with gradients taken as |g|; the second moment as it is.
    private sealed class State(int length)
    {
        private readonly double[] first = new double[length];
        private readonly double[] second = new double[length];
        private readonly double[] mean = new double[length];
        private readonly double[] moved = new double[length];
        private readonly double[] roundings = new double[length];
        private readonly double[] error = new double[length];

        public void Step(
            Optimizer optimizer,
            double[] gradient,
            double rate,
            int step,
            double clipRoundings
        )
        {
            for (var i = 0; i < gradient.Length; i++)
            {
                var g = gradient[i];
                (moved[i], roundings[i]) = optimizer switch
                {
                    Sgd sgd => Sgd(sgd, i, g, rate),
                    Adam adam => Adam(adam, i, g, rate, step),
                    RmsProp rms => RmsProp(rms, i, g, rate, step),
                    _ => throw new NotSupportedException($"{optimizer} has no bound."),
                };
                roundings[i] += clipRoundings + step;
            }
        }

        public double[] Add(
            Optimizer optimizer,
            double[] before,
            double[] after,
            double rate,
            int step,
            Rounding r
        )
        {
            var rateRoundings = RateRoundings(optimizer.LearningRate, step, rate);
            for (var i = 0; i < error.Length; i++)
            {
                var largest = Math.Max(Math.Abs(before[i]), Math.Abs(after[i]));
                var move = (roundings[i] + rateRoundings) * r.U * moved[i];
                error[i] += r.Or(4 * r.U * largest + move, r.U * largest + move / 2);
            }

            return [.. error.Select(value => value + r.Eta)];
        }

        private (double Moved, double Roundings) Sgd(Sgd sgd, int i, double g, double rate)
        {
            first[i] = sgd.Momentum * first[i] + rate * Math.Abs(g);
            var moved = sgd.Nesterov ? sgd.Momentum * first[i] + rate * Math.Abs(g) : first[i];
            return (moved, 4);
        }

        private (double Moved, double Roundings) Adam(
            Adam adam,
            int i,
            double g,
            double rate,
            int step
        )
        {
            first[i] = adam.Beta1 * first[i] + (1 - adam.Beta1) * Math.Abs(g);
            second[i] = adam.Beta2 * second[i] + (1 - adam.Beta2) * g * g;
            var correction =
                Math.Sqrt(1 - Math.Pow(adam.Beta2, step + 1))
                / (1 - Math.Pow(adam.Beta1, step + 1));
            // In the type, 1 - beta keeps a relative error of u / (1 - beta), in the moments and in their corrections.
            return (
                rate * correction * first[i] / (Math.Sqrt(second[i]) + adam.Epsilon),
                8 + 2 / (1 - adam.Beta1) + 1 / (1 - adam.Beta2)
            );
        }

        private (double Moved, double Roundings) RmsProp(
            RmsProp rms,
            int i,
            double g,
            double rate,
            int step
        )
        {
            second[i] = rms.Rho * second[i] + (1 - rms.Rho) * g * g;
            mean[i] = rms.Rho * mean[i] + (1 - rms.Rho) * g;
            var centre = rms.Centered ? mean[i] * mean[i] : 0;
            var spread = second[i] - centre + rms.Epsilon;
            var move = rate * Math.Abs(g) / Math.Sqrt(spread);
            first[i] = rms.Momentum * first[i] + move;
            // v - a^2 may cancel, and the root halves what that costs.
            var condition = (second[i] + centre) / spread;
            return (
                rms.Momentum == 0 ? move : first[i],
                8 + (8 + step + 1 / (1 - rms.Rho)) * Math.Max(1, condition) / 2
            );
        }
    }
}
