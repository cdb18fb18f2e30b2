namespace Mlp.Optimizers;

/// <summary>
/// v = Rho*v + (1 - Rho)*g^2, s = lr*g / sqrt(v + Epsilon); w -= s, or with momentum u = Momentum*u + s and w -= u.
/// Centered: a = Rho*a + (1 - Rho)*g, and v - a^2 stands for v under the root. Source: keras.optimizers.RMSprop.
/// </summary>
public sealed record RmsProp : Optimizer
{
    /// <summary>Root mean square propagation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rho or momentum lies outside 0 to 1, or epsilon is not finite or below 0.</exception>
    public RmsProp(
        LearningRate? learningRate = null,
        double rho = 0.9,
        double momentum = 0,
        double epsilon = 1e-7,
        bool centered = false
    )
        : base(learningRate ?? 0.001)
    {
        Rho = rho;
        Momentum = momentum;
        Epsilon = epsilon;
        Centered = centered;
    }

    /// <summary>Decay of the mean square.</summary>
    public double Rho
    {
        get;
        init => field = Share(value, nameof(Rho));
    }

    /// <summary>Share of the velocity kept.</summary>
    public double Momentum
    {
        get;
        init => field = Share(value, nameof(Momentum));
    }

    /// <summary>Added under the root.</summary>
    public double Epsilon
    {
        get;
        init => field = NotNegative(value, nameof(Epsilon));
    }

    /// <summary>Take the mean gradient out of the mean square.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots =>
        [
            "mean_square",
            .. Centered ? ["mean_gradient"] : Array.Empty<string>(),
            .. Momentum > 0 ? ["velocity"] : Array.Empty<string>(),
        ];
}
