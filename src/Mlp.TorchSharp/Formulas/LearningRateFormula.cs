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
            ConstantRate constant => s.Filled(constant.Rate),
            ExponentialDecay decay => s.Filled(decay.DecayRate)
                .pow(Periods(s, decay.DecaySteps, decay.Staircase))
                .Times(decay.Initial),
            InverseTimeDecay decay => Periods(s, decay.DecaySteps, decay.Staircase)
                .Times(decay.DecayRate)
                .Plus(1)
                .reciprocal()
                .Times(decay.Initial),
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
        whole ? steps.DividedBy(length).floor() : steps.DividedBy(length);

    // From the last piece to the first, so that the earliest boundary not yet passed decides.
    private static torch.Tensor Pieces(PiecewiseConstantDecay pieces, torch.Tensor steps)
    {
        var rates = steps.Filled(pieces.Values[^1]);
        for (var i = pieces.Boundaries.Count - 1; i >= 0; i--)
        {
            rates = torch.where(
                steps.le(steps.Filled(pieces.Boundaries[i])),
                steps.Filled(pieces.Values[i]),
                rates
            );
        }

        return rates;
    }

    private static torch.Tensor Polynomial(PolynomialDecay decay, torch.Tensor steps)
    {
        var length = steps.Filled(decay.DecaySteps);
        if (decay.Cycle)
        {
            length *= steps.DividedBy(decay.DecaySteps).ceil().AtLeast(1);
        }
        else
        {
            steps = steps.AtMost(decay.DecaySteps);
        }

        return (steps / length)
            .OneMinus()
            .Power(decay.Power)
            .Times(decay.Initial - decay.End)
            .Plus(decay.End);
    }

    private static torch.Tensor Cosine(CosineDecay decay, torch.Tensor steps)
    {
        if (decay.WarmupTarget is not { } target)
        {
            return Fall(decay, decay.Initial, steps);
        }

        var rise = steps
            .DividedBy(decay.WarmupSteps)
            .Times(target - decay.Initial)
            .Plus(decay.Initial);
        return torch.where(
            steps.lt(steps.Filled(decay.WarmupSteps)),
            rise,
            Fall(decay, target, steps.Minus(decay.WarmupSteps))
        );
    }

    private static torch.Tensor Fall(CosineDecay decay, double from, torch.Tensor steps)
    {
        var done = steps.AtMost(decay.DecaySteps).DividedBy(decay.DecaySteps);
        return done.Times(Math.PI)
            .cos()
            .Plus(1)
            .Times((1 - decay.Alpha) * 0.5)
            .Plus(decay.Alpha)
            .Times(from);
    }
}
