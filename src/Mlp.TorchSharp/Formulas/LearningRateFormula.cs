using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>Rates by step, computed in float64 and rounded to the precision they are held in.</summary>
internal static class LearningRateFormula
{
    /// <summary>The rate of one step.</summary>
    public static double At(LearningRate rate, long step, Precision precision)
    {
        using var scope = torch.NewDisposeScope();
        return Rates(rate, torch.tensor(step), precision).ToDouble();
    }

    /// <summary>The rate of each step, in the steps' shape.</summary>
    public static torch.Tensor Rates(LearningRate rate, torch.Tensor steps, Precision precision)
    {
        var s = steps.to(torch.ScalarType.Float64);
        var rates = rate switch
        {
            ConstantRate constant => torch.full_like(s, constant.Rate),
            ExponentialDecay decay => decay.Initial
                * decay.DecayRate.Pow(Periods(s, decay.DecaySteps, decay.Staircase)),
            InverseTimeDecay decay => decay.Initial
                / (1 + (decay.DecayRate * Periods(s, decay.DecaySteps, decay.Staircase))),
            PiecewiseConstantDecay pieces => Pieces(pieces, s),
            PolynomialDecay decay => Polynomial(decay, s),
            CosineDecay decay => Cosine(decay, s),
            _ => throw new NotSupportedException(
                $"{rate.GetType().Name} is not known to this backend."
            ),
        };
        return rates.to(precision.ScalarType());
    }

    private static torch.Tensor Periods(torch.Tensor steps, double length, bool whole) =>
        whole ? (steps / length).floor() : steps / length;

    private static torch.Tensor Pow(this double factor, torch.Tensor exponent) =>
        torch.full_like(exponent, factor).pow(exponent);

    // From the last piece to the first, so that the earliest boundary not yet passed decides.
    private static torch.Tensor Pieces(PiecewiseConstantDecay pieces, torch.Tensor steps)
    {
        var rates = torch.full_like(steps, pieces.Values[^1]);
        for (var i = pieces.Boundaries.Count - 1; i >= 0; i--)
        {
            rates = torch.where(
                steps.le(pieces.Boundaries[i]),
                torch.full_like(steps, pieces.Values[i]),
                rates
            );
        }

        return rates;
    }

    private static torch.Tensor Polynomial(PolynomialDecay decay, torch.Tensor steps)
    {
        var length = torch.full_like(steps, decay.DecaySteps);
        if (decay.Cycle)
        {
            length *= (steps / decay.DecaySteps).ceil().clamp_min(1);
        }
        else
        {
            steps = steps.clamp_max(decay.DecaySteps);
        }

        return ((decay.Initial - decay.End) * (1 - (steps / length)).pow(decay.Power)) + decay.End;
    }

    private static torch.Tensor Cosine(CosineDecay decay, torch.Tensor steps)
    {
        if (decay.WarmupTarget is not { } target)
        {
            return Fall(decay, decay.Initial, steps);
        }

        var rise = ((target - decay.Initial) * (steps / decay.WarmupSteps)) + decay.Initial;
        return torch.where(
            steps.lt(decay.WarmupSteps),
            rise,
            Fall(decay, target, steps - decay.WarmupSteps)
        );
    }

    private static torch.Tensor Fall(CosineDecay decay, double from, torch.Tensor steps)
    {
        var done = steps.clamp_max(decay.DecaySteps) / decay.DecaySteps;
        return from * (((1 - decay.Alpha) * 0.5 * (1 + (Math.PI * done).cos())) + decay.Alpha);
    }
}
