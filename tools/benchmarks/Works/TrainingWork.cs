using Mlp;
using Mlp.Data;

namespace Benchmarks;

/// <summary>Rows, model and first weights that every contender trains, in the same order.</summary>
/// <param name="Model">The layers.</param>
/// <param name="Compile">Loss and optimizer.</param>
/// <param name="Weights">First weights of every run.</param>
/// <param name="Rows">Inputs and labels, in training order.</param>
/// <param name="BatchSize">Rows a step.</param>
/// <param name="Epochs">
/// Passes a run: more for who needs less time, so that all runs last some milliseconds. The mean loss of the first must be the same.
/// </param>
internal sealed record TrainingWork(
    ModelSpec Model,
    CompileSpec Compile,
    Weights Weights,
    Samples Rows,
    int BatchSize,
    int Epochs
)
{
    /// <summary>The learning rate of every contender's plain SGD.</summary>
    public const double Rate = 0.01;

    /// <summary>Work from seeded first weights, under plain SGD.</summary>
    public static TrainingWork Of(
        Sequential model,
        string loss,
        Samples rows,
        int batchSize,
        int epochs = 1
    ) =>
        new(
            model.Spec,
            new(loss, new Mlp.Optimizers.Sgd(Rate)),
            InitialWeights.Create(model.Spec),
            rows,
            batchSize,
            epochs
        );

    /// <summary>Steps of one run.</summary>
    public int Steps => Epochs * ((Rows.Rows + BatchSize - 1) / BatchSize);

    /// <summary>
    /// Useful floating-point operations of a step, from the shapes: 2 a weight and row forward, as many for its gradient, and
    /// as many for the gradient of the inputs, which the first layer needs not.
    /// </summary>
    public double FlopsAStep
    {
        get
        {
            double weights = 0,
                first = 0;
            foreach (var shape in Model.WeightShapes.Where(shape => shape.Length == 2))
            {
                var size = (double)shape[0] * shape[1];
                first = first == 0 ? size : first;
                weights += size;
            }

            return 2 * BatchSize * ((3 * weights) - first);
        }
    }
}
