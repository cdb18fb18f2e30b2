using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>An optimizer at work: its step count and, in each rule, what it remembers of every variable.</summary>
internal abstract class OptimizerState<T>(Optimizer optimizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private long step;

    /// <summary>The state before the first step, all memories 0.</summary>
    /// <param name="optimizer">Which optimizer.</param>
    /// <param name="sizes">The number of values of each variable.</param>
    public static OptimizerState<T> Start(Optimizer optimizer, IReadOnlyList<int> sizes) =>
        optimizer switch
        {
            Sgd sgd => new SgdState<T>(sgd, sizes),
            Adam adam => new AdamState<T>(adam, sizes),
            RmsProp rmsProp => new RmsPropState<T>(rmsProp, sizes),
            _ => throw new NotSupportedException($"Optimizer {optimizer.Name} is not known here."),
        };

    /// <summary>One step: clips the gradients, lets the weights decay, moves them by the rule. Returns the rate.</summary>
    /// <param name="variables">Weights, changed in place.</param>
    /// <param name="gradients">As many values.</param>
    public T Step(IReadOnlyList<T[]> variables, IReadOnlyList<T[]> gradients)
    {
        var rate = Rates<T>.At(optimizer.LearningRate, step);
        var clipped = Clipping<T>.Apply(optimizer, gradients);
        step++;
        for (var i = 0; i < variables.Count; i++)
        {
            Decay(rate, variables[i]);
            Move(rate, step, i, variables[i], clipped[i]);
        }

        return rate;
    }

    /// <summary>The rule: moves the weights of a variable by their gradients.</summary>
    /// <param name="rate">lr, the rate of the step.</param>
    /// <param name="t">The step, counted from 1.</param>
    /// <param name="variable">Which variable.</param>
    /// <param name="w">Its weights, changed in place.</param>
    /// <param name="g">Their gradients.</param>
    protected abstract void Move(T rate, long t, int variable, T[] w, T[] g);

    /// <summary>A memory of 0 for every weight.</summary>
    protected static T[][] Zeros(IReadOnlyList<int> sizes) =>
        [.. sizes.Select(size => new T[size])];

    /// <summary>w -= w * decay * rate.</summary>
    private void Decay(T rate, T[] variable)
    {
        if (optimizer.WeightDecay is { } decay)
        {
            for (var j = 0; j < variable.Length; j++)
            {
                variable[j] -= variable[j] * T.CreateChecked(decay) * rate;
            }
        }
    }
}
