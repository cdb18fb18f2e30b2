using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>
/// A running optimizer: counts steps and holds what it remembers between them. Every step clips the gradients, lets the
/// weights decay, then runs the rule.
/// </summary>
internal abstract class Update : IDisposable
{
    private readonly Optimizer optimizer;
    private readonly Precision precision;

    private protected Update(
        Optimizer optimizer,
        IReadOnlyList<torch.Tensor> variables,
        Precision precision
    )
    {
        this.optimizer = optimizer;
        this.precision = precision;
        Variables = variables;
    }

    /// <summary>Steps done.</summary>
    public long Steps { get; set; }

    /// <summary>What is remembered between steps, by the names of the optimizer's slots: a tensor for each variable.</summary>
    public abstract IEnumerable<(string Name, torch.Tensor[] Values)> Slots { get; }

    /// <summary>What is moved.</summary>
    protected IReadOnlyList<torch.Tensor> Variables { get; }

    /// <summary>The rule of that optimizer, at step 0 with nothing to remember.</summary>
    public static Update Create(
        Optimizer optimizer,
        IReadOnlyList<torch.Tensor> variables,
        Precision precision
    ) =>
        optimizer switch
        {
            Sgd { Momentum: 0 } sgd => new SgdUpdate(sgd, variables, precision),
            Sgd sgd => new MomentumUpdate(sgd, variables, precision),
            Adam adam => new AdamUpdate(adam, variables, precision),
            RmsProp rms => new RmsPropUpdate(rms, variables, precision),
            _ => throw new NotSupportedException($"{optimizer.Name} is not known to this backend."),
        };

    /// <summary>One step along the gradients of the variables; returns its rate.</summary>
    public double Step(IReadOnlyList<torch.Tensor> gradients)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var rate = LearningRateFormula.At(optimizer.LearningRate, Steps, precision);
        gradients = GradientClipping.Apply(optimizer, gradients);
        if (optimizer.WeightDecay is { } decay)
        {
            foreach (var w in Variables)
            {
                w.sub_(w.Times(rate * decay));
            }
        }

        Move(gradients, rate);
        Steps++;
        return rate;
    }

    /// <summary>The rule itself.</summary>
    protected abstract void Move(IReadOnlyList<torch.Tensor> gradients, double rate);

    /// <summary>A tensor of zeros for each variable, that outlives the step.</summary>
    protected torch.Tensor[] Zeros() =>
        [.. Variables.Select(w => torch.zeros_like(w).DetachFromDisposeScope())];

    /// <inheritdoc/>
    public abstract void Dispose();
}
