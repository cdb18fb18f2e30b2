using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>The rate of a step, counted from 0, by the formula of each schedule.</summary>
internal static class LearningRates
{
    /// <summary>The rate as the precision holds it.</summary>
    public static double At(LearningRate rate, double step, Precision precision)
    {
        var exact = At(rate, step);
        return precision == Precision.Float64 ? exact : (float)exact;
    }

    private static double At(LearningRate rate, double step) =>
        rate switch
        {
            ConstantRate constant => constant.Rate,
            ExponentialDecay decay => decay.Initial
                * Portable.Pow(decay.DecayRate, Periods(step, decay.DecaySteps, decay.Staircase)),
            InverseTimeDecay decay => decay.Initial
                / (1 + (decay.DecayRate * Periods(step, decay.DecaySteps, decay.Staircase))),
            PiecewiseConstantDecay pieces => Piece(pieces, step),
            PolynomialDecay decay => Polynomial(decay, step),
            CosineDecay decay => Cosine(decay, step),
            _ => throw new NotSupportedException($"Learning rate {rate} is not supported."),
        };

    private static double Periods(double step, double decaySteps, bool staircase) =>
        staircase ? Math.Floor(step / decaySteps) : step / decaySteps;

    // At a boundary itself the earlier value holds.
    private static double Piece(PiecewiseConstantDecay pieces, double step)
    {
        var piece = 0;
        while (piece < pieces.Boundaries.Count && step > pieces.Boundaries[piece])
        {
            piece++;
        }

        return pieces.Values[piece];
    }

    private static double Polynomial(PolynomialDecay decay, double step)
    {
        var period = decay.Cycle
            ? decay.DecaySteps * Math.Max(1, Math.Ceiling(step / decay.DecaySteps))
            : decay.DecaySteps;
        var left = 1 - (Math.Min(step, period) / period);
        return ((decay.Initial - decay.End) * Portable.Pow(left, decay.Power)) + decay.End;
    }

    private static double Cosine(CosineDecay decay, double step)
    {
        var top = decay.Initial;
        if (decay.WarmupTarget is { } target)
        {
            if (step < decay.WarmupSteps)
            {
                return decay.Initial + ((target - decay.Initial) * (step / decay.WarmupSteps));
            }

            (top, step) = (target, step - decay.WarmupSteps);
        }

        var share = Math.Min(step, decay.DecaySteps) / decay.DecaySteps;
        var cosine = (1 + Portable.Cos(Math.PI * share)) / 2;
        return top * (((1 - decay.Alpha) * cosine) + decay.Alpha);
    }
}
