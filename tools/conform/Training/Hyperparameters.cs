using Mlp;
using Mlp.Losses;
using Mlp.Optimizers;

namespace Conform.Training;

/// <summary>What is chosen before a training, and not learnt.</summary>
/// <param name="Hidden">Units of the hidden layers.</param>
/// <param name="Activation">Their activation.</param>
/// <param name="Loss">What to minimise.</param>
/// <param name="Optimizer">How gradients move weights.</param>
/// <param name="BatchSize">Rows a step.</param>
/// <param name="Epochs">Passes over the rows.</param>
internal sealed record Hyperparameters(
    IReadOnlyList<int> Hidden,
    Activation Activation,
    Loss Loss,
    Optimizer Optimizer,
    int BatchSize,
    int Epochs
)
{
    /// <summary>Whether every class weighs the same in sum.</summary>
    public bool Balanced { get; init; }

    /// <summary>What follows the last layer, so that the loss can be taken of it.</summary>
    public Activation OutputActivation =>
        Loss switch
        {
            SparseCategoricalCrossentropy or CategoricalCrossentropy => "softmax",
            BinaryCrossentropy => "sigmoid",
            _ => "linear",
        };

    /// <summary>Outputs of the last layer: those of the problem, but one for a binary cross-entropy.</summary>
    public int Outputs(Problem problem) => Loss is BinaryCrossentropy ? 1 : problem.Outputs;

    /// <summary>The layers.</summary>
    public ModelSpec Model(Problem problem) =>
        new([
            new Input([.. problem.InputShape]),
            .. problem.InputShape.Count > 1 ? [new Flatten()] : Array.Empty<LayerSpec>(),
            .. Hidden.Select(units => new Dense(units, Activation)),
            new Dense(Outputs(problem), OutputActivation),
        ]);

    /// <summary>Loss, optimizer and metrics: accuracy where there are classes.</summary>
    public CompileSpec Compile(Problem problem) =>
        new(Loss, Optimizer) { Metrics = problem.Classes is null ? [] : ["accuracy"] };
}
