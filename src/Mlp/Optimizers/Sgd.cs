namespace Mlp.Optimizers;

/// <summary>
/// w -= lr*g; with momentum v = Momentum*v - lr*g and w += v, so the rate is inside the velocity; with Nesterov
/// w += Momentum*v - lr*g, v the new one. Source: keras.optimizers.SGD.
/// </summary>
public sealed record Sgd : Optimizer
{
    /// <summary>Stochastic gradient descent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Momentum lies outside 0 to 1.</exception>
    public Sgd(LearningRate? learningRate = null, double momentum = 0, bool nesterov = false)
        : base(learningRate ?? 0.01)
    {
        Momentum = momentum;
        Nesterov = nesterov;
    }

    /// <summary>Share of the velocity kept.</summary>
    public double Momentum
    {
        get;
        init => field = Share(value, nameof(Momentum));
    }

    /// <summary>Look one step ahead.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => Momentum > 0 ? ["velocity"] : [];
}
