namespace Mlp.Optimizers;

/// <summary>
/// m += (g - m)*(1 - Beta1), v += (g^2 - v)*(1 - Beta2), w -= lr * sqrt(1 - Beta2^t) / (1 - Beta1^t) * m / (sqrt(v) + Epsilon),
/// t from 1: epsilon is not bias-corrected. Source: keras.optimizers.Adam.
/// </summary>
public sealed record Adam : Optimizer
{
    /// <summary>Adaptive moments.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A beta lies outside 0 to 1, or epsilon is negative.</exception>
    public Adam(
        LearningRate? learningRate = null,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-7
    )
        : base(learningRate ?? 0.001)
    {
        Beta1 = Share(beta1, nameof(beta1));
        Beta2 = Share(beta2, nameof(beta2));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
    }

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; }

    /// <summary>Added to sqrt(v).</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["first_moment", "second_moment"];
}
