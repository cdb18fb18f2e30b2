using Mlp;

namespace Benchmarks;

/// <summary>Rows to predict, with the weights that every contender predicts with.</summary>
/// <param name="Model">The layers.</param>
/// <param name="Compile">Loss and optimizer, which a model is compiled with and a prediction does not need.</param>
/// <param name="Weights">Weights of every contender.</param>
/// <param name="X">Inputs <c>[rows, inputs]</c>, float32.</param>
/// <param name="Calls">Calls in one run, each for all rows.</param>
internal sealed record PredictionWork(
    ModelSpec Model,
    CompileSpec Compile,
    Weights Weights,
    Tensor<float> X,
    int Calls
)
{
    /// <summary>Useful floating-point operations of a call: 2 a weight and row.</summary>
    public double FlopsACall =>
        2.0
        * X.Rows
        * Model
            .WeightShapes.Where(shape => shape.Length == 2)
            .Sum(shape => (double)shape[0] * shape[1]);
}
