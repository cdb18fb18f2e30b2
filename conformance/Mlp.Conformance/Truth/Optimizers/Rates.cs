using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>The rate of a step, every number of it held in the type computed in, as Keras holds it in float32.</summary>
internal static class Rates<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public static T At(LearningRate rate, long step) =>
        rate switch
        {
            ConstantRate constant => Of(constant.Rate),
            PiecewiseConstantDecay piecewise => Piecewise(piecewise, step),
            ExponentialDecay exponential => Exponential(exponential, Of(step)),
            InverseTimeDecay inverse => InverseTime(inverse, Of(step)),
            PolynomialDecay polynomial => Polynomial(polynomial, Of(step)),
            CosineDecay cosine => Cosine(cosine, Of(step)),
            _ => throw new NotSupportedException($"{rate} is not known here."),
        };

    /// <summary>values[i], i the first boundary with step &lt;= boundary; the last value beyond all of them.</summary>
    private static T Piecewise(PiecewiseConstantDecay decay, long step)
    {
        var i = 0;
        while (i < decay.Boundaries.Count && step > decay.Boundaries[i])
        {
            i++;
        }

        return Of(decay.Values[i]);
    }

    /// <summary>initial * factor^(step / steps), the exponent floored in a staircase.</summary>
    private static T Exponential(ExponentialDecay decay, T step)
    {
        var exponent = Progress(step, decay.DecaySteps, decay.Staircase);
        return Of(decay.Initial) * Elementary.Pow(Of(decay.DecayRate), exponent);
    }

    /// <summary>initial / (1 + factor * step / steps), the quotient floored in a staircase.</summary>
    private static T InverseTime(InverseTimeDecay decay, T step)
    {
        var units = Progress(step, decay.DecaySteps, decay.Staircase);
        return Of(decay.Initial) / (T.One + Of(decay.DecayRate) * units);
    }

    /// <summary>(initial - end) * (1 - s/d)^power + end: s = min(step, d), d = steps; in cycles s = step, d = steps * max(1, ceil(step / steps)).</summary>
    private static T Polynomial(PolynomialDecay decay, T step)
    {
        var steps = Of(decay.DecaySteps);
        var length = decay.Cycle ? steps * T.Max(T.One, T.Ceiling(step / steps)) : steps;
        var left = T.One - T.Min(step, length) / length;
        var end = Of(decay.End);
        return (Of(decay.Initial) - end) * Elementary.Pow(left, Of(decay.Power)) + end;
    }

    /// <summary>top * ((1 - alpha) * (1 + cos(pi * s/steps))/2 + alpha), s = min(step - warm-up, steps); during a warm-up, linear from initial to the top.</summary>
    private static T Cosine(CosineDecay decay, T step)
    {
        var warmup = decay.WarmupTarget is null ? T.Zero : Of(decay.WarmupSteps);
        var top = Of(decay.WarmupTarget ?? decay.Initial);
        if (step < warmup)
        {
            return (top - Of(decay.Initial)) * (step / warmup) + Of(decay.Initial);
        }

        var steps = Of(decay.DecaySteps);
        var share = T.Min(step - warmup, steps) / steps;
        var fall = Of(0.5) * (T.One + Elementary.Cos(Of(Math.PI) * share));
        return top * (Of(1 - decay.Alpha) * fall + Of(decay.Alpha));
    }

    private static T Progress(T step, double steps, bool staircase)
    {
        var progress = step / Of(steps);
        return staircase ? T.Floor(progress) : progress;
    }

    private static T Of(double value) => T.CreateChecked(value);
}
