namespace Mlp.Optimizers;

/// <summary>
/// m += (g - m)*(1 - Beta1), v += (g^2 - v)*(1 - Beta2), w -= lr * sqrt(1 - Beta2^t) / (1 - Beta1^t) * m / (sqrt(v) + Epsilon),
/// t from 1: epsilon is not bias-corrected. Source: keras.optimizers.Adam.
/// </summary>
public sealed record Adam : Optimizer
{
    /// <summary>Adaptive moments.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A beta is below 0, or 1 or more, or epsilon is not finite or below 0.</exception>
    public Adam(
        LearningRate? learningRate = null,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-7
    )
        : base(learningRate ?? 0.001)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
    }

    /// <summary>Decay of the first moment, 0 or more and below 1: at 1 it never moves, and the step is 0 / 0.</summary>
    public double Beta1
    {
        get;
        init => field = BelowOne(value, nameof(Beta1));
    }

    /// <summary>Decay of the second moment, 0 or more and below 1.</summary>
    public double Beta2
    {
        get;
        init => field = BelowOne(value, nameof(Beta2));
    }

    /// <summary>Added to sqrt(v).</summary>
    public double Epsilon
    {
        get;
        init => field = NotNegative(value, nameof(Epsilon));
    }

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["first_moment", "second_moment"];
}
