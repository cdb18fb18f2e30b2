namespace Mlp.Optimizers;

/// <summary>
/// The rate of a step, counted in batches over all epochs from 0. Held in the model's precision, as Keras holds it in
/// float32. DecaySteps are finite and positive, all other numbers finite and 0 or more; anything else throws an
/// <see cref="ArgumentOutOfRangeException"/>, whether given to a constructor or to <c>with</c>. Source: keras.optimizers.schedules.
/// </summary>
public abstract record LearningRate
{
    // Only the records of this file: backends switch over all of them.
    private protected LearningRate() { }

    /// <summary>A constant rate.</summary>
    public static implicit operator LearningRate(double rate) => new ConstantRate(rate);

    private protected static double Positive(double value, string name) =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} {value} was given; it must be finite and positive."
            );

    private protected static double NotNegative(double value, string name) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} {value} was given; it must be finite and 0 or more."
            );
}

/// <summary>The same rate for every step.</summary>
/// <param name="Rate">The rate, 0 or more.</param>
public sealed record ConstantRate(double Rate) : LearningRate
{
    /// <summary>The rate, 0 or more.</summary>
    public double Rate
    {
        get;
        init => field = NotNegative(value, nameof(Rate));
    } = NotNegative(Rate, nameof(Rate));
}

/// <summary>A rate that begins at Initial and changes with the share of DecaySteps that is done.</summary>
public abstract record DecayOverSteps : LearningRate
{
    private protected DecayOverSteps(double initial, double decaySteps) =>
        (Initial, DecaySteps) = (initial, decaySteps);

    /// <summary>Rate of step 0.</summary>
    public double Initial
    {
        get;
        init => field = NotNegative(value, nameof(Initial));
    }

    /// <summary>The steps that the decay is counted in.</summary>
    public double DecaySteps
    {
        get;
        init => field = Positive(value, nameof(DecaySteps));
    }
}

/// <summary>rate = Initial * DecayRate^(step / DecaySteps), the exponent floored with Staircase.</summary>
/// <param name="Initial">Rate of step 0.</param>
/// <param name="DecaySteps">Steps over which the rate falls by DecayRate.</param>
/// <param name="DecayRate">The factor.</param>
/// <param name="Staircase">Fall at whole multiples of DecaySteps only.</param>
public sealed record ExponentialDecay(
    double Initial,
    double DecaySteps,
    double DecayRate,
    bool Staircase = false
) : DecayOverSteps(Initial, DecaySteps)
{
    /// <summary>The factor.</summary>
    public double DecayRate
    {
        get;
        init => field = NotNegative(value, nameof(DecayRate));
    } = NotNegative(DecayRate, nameof(DecayRate));
}

/// <summary>rate = Values[i], i the first boundary with step &lt;= Boundaries[i], the last value beyond all of them.</summary>
public sealed record PiecewiseConstantDecay : LearningRate
{
    /// <summary>Rates between boundaries.</summary>
    /// <param name="boundaries">Steps at which the rate changes, rising; at the boundary itself the earlier value holds.</param>
    /// <param name="values">One more than there are boundaries.</param>
    /// <exception cref="ArgumentException">The counts disagree, boundaries are not finite or do not rise, or a value is not finite or below 0.</exception>
    public PiecewiseConstantDecay(IEnumerable<double> boundaries, IEnumerable<double> values)
    {
        Boundaries = Array.AsReadOnly(boundaries.ToArray());
        Values = Array.AsReadOnly(values.ToArray());
        if (Values.Count != Boundaries.Count + 1)
        {
            throw new ArgumentException(
                $"{Boundaries.Count} boundaries and {Values.Count} values were given; values must be one more.",
                nameof(values)
            );
        }

        foreach (var value in Values)
        {
            NotNegative(value, "Value");
        }

        for (var i = 0; i < Boundaries.Count; i++)
        {
            if (!double.IsFinite(Boundaries[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(boundaries),
                    $"Boundary {Boundaries[i]} was given; it must be finite."
                );
            }

            if (i > 0 && Boundaries[i] <= Boundaries[i - 1])
            {
                throw new ArgumentException(
                    $"Boundary {Boundaries[i]} follows {Boundaries[i - 1]}; boundaries must rise.",
                    nameof(boundaries)
                );
            }
        }
    }

    /// <summary>Steps at which the rate changes.</summary>
    public IReadOnlyList<double> Boundaries { get; }

    /// <summary>The rates, one more than boundaries.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <inheritdoc/>
    public bool Equals(PiecewiseConstantDecay? other) =>
        other is not null
        && Boundaries.SequenceEqual(other.Boundaries)
        && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(17, HashCode.Combine);
}

/// <summary>
/// rate = (Initial - End) * (1 - s/d)^Power + End, s = min(step, d), d = DecaySteps; with Cycle, d is DecaySteps times
/// max(1, ceil(step / DecaySteps)) and s is step.
/// </summary>
/// <param name="Initial">Rate of step 0.</param>
/// <param name="DecaySteps">Steps to the end rate.</param>
/// <param name="End">The end rate.</param>
/// <param name="Power">Power of the polynomial.</param>
/// <param name="Cycle">Begin again after DecaySteps.</param>
public sealed record PolynomialDecay(
    double Initial,
    double DecaySteps,
    double End = 0.0001,
    double Power = 1,
    bool Cycle = false
) : DecayOverSteps(Initial, DecaySteps)
{
    /// <summary>The end rate.</summary>
    public double End
    {
        get;
        init => field = NotNegative(value, nameof(End));
    } = NotNegative(End, nameof(End));

    /// <summary>Power of the polynomial.</summary>
    public double Power
    {
        get;
        init => field = NotNegative(value, nameof(Power));
    } = NotNegative(Power, nameof(Power));
}

/// <summary>rate = Initial / (1 + DecayRate * step / DecaySteps), the quotient floored with Staircase.</summary>
/// <param name="Initial">Rate of step 0.</param>
/// <param name="DecaySteps">Steps in one unit of decay.</param>
/// <param name="DecayRate">The factor.</param>
/// <param name="Staircase">Fall at whole multiples of DecaySteps only.</param>
public sealed record InverseTimeDecay(
    double Initial,
    double DecaySteps,
    double DecayRate,
    bool Staircase = false
) : DecayOverSteps(Initial, DecaySteps)
{
    /// <summary>The factor.</summary>
    public double DecayRate
    {
        get;
        init => field = NotNegative(value, nameof(DecayRate));
    } = NotNegative(DecayRate, nameof(DecayRate));
}

/// <summary>
/// rate = Initial * ((1 - Alpha) * (1 + cos(pi * s/DecaySteps)) / 2 + Alpha), s = min(step, DecaySteps). With a warm-up
/// target, the first WarmupSteps rise linearly from Initial to it, and the cosine falls from it over the DecaySteps after.
/// </summary>
/// <param name="Initial">Rate of step 0.</param>
/// <param name="DecaySteps">Steps of the cosine.</param>
/// <param name="Alpha">The end rate as a share.</param>
/// <param name="WarmupTarget">Rate at the end of the warm-up; null for none.</param>
/// <param name="WarmupSteps">Steps of the warm-up.</param>
public sealed record CosineDecay(
    double Initial,
    double DecaySteps,
    double Alpha = 0,
    double? WarmupTarget = null,
    double WarmupSteps = 0
) : DecayOverSteps(Initial, DecaySteps)
{
    /// <summary>The end rate as a share.</summary>
    public double Alpha
    {
        get;
        init => field = NotNegative(value, nameof(Alpha));
    } = NotNegative(Alpha, nameof(Alpha));

    /// <summary>Rate at the end of the warm-up; null for none.</summary>
    public double? WarmupTarget
    {
        get;
        init => field = value is null ? null : NotNegative(value.Value, nameof(WarmupTarget));
    } = WarmupTarget is null ? null : NotNegative(WarmupTarget.Value, nameof(WarmupTarget));

    /// <summary>Steps of the warm-up.</summary>
    public double WarmupSteps
    {
        get;
        init => field = NotNegative(value, nameof(WarmupSteps));
    } = NotNegative(WarmupSteps, nameof(WarmupSteps));
}
