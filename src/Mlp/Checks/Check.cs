using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp;

/// <summary>
/// Refuses bad arguments, the same way in every backend, before anything changes. Each message says what was given, what
/// was expected and what to do. Every method throws an <see cref="ArgumentException"/> and returns nothing.
/// </summary>
public static partial class Check
{
    /// <summary>Labels, predictions and weights that the loss can take: shapes paired, sparse labels whole and in range.</summary>
    public static void Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight) =>
        throw new NotImplementedException();

    /// <summary>Labels, predictions and weights that the metric can take.</summary>
    public static void Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    ) => throw new NotImplementedException();

    /// <summary>Weights that fit the model, a loss that can follow its output, metric keys that differ.</summary>
    public static void Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        throw new NotImplementedException();

    /// <summary>Weights whose shapes fit the model and that hold no NaN.</summary>
    public static void Weights(ModelSpec model, Weights weights) =>
        throw new NotImplementedException();

    /// <summary>Inputs of the model's shape, at least one row, a positive batch size.</summary>
    public static void Inputs(ModelSpec model, Tensor x, int batchSize) =>
        throw new NotImplementedException();

    /// <summary>Rows the model can be evaluated or trained on: inputs, labels for the loss, weights.</summary>
    public static void Samples(
        ModelSpec model,
        CompileSpec compile,
        Samples samples,
        int batchSize
    ) => throw new NotImplementedException();

    /// <summary>Everything that Fit is given, the rows left by a validation split included.</summary>
    public static void Fit(ModelSpec model, CompileSpec compile, Samples train, FitSpec fit) =>
        throw new NotImplementedException();

    /// <summary>Class weights that are not NaN, for classes that are not negative.</summary>
    public static void ClassWeight(IReadOnlyDictionary<int, double> classWeight) =>
        throw new NotImplementedException();

    /// <summary>Weights and, for each step, gradients of the same shapes.</summary>
    public static void Optimize(Weights weights, IReadOnlyList<Weights> gradients) =>
        throw new NotImplementedException();

    /// <summary>Inputs, kernel, bias and, if given, upstream of a dense layer, shapes and types agreeing.</summary>
    public static void Dense(Tensor x, Tensor kernel, Tensor bias, Tensor? upstream) =>
        throw new NotImplementedException();

    /// <summary>Values and an upstream of the same shape and floating-point type.</summary>
    public static void Activation(Tensor x, Tensor? upstream) =>
        throw new NotImplementedException();

    /// <summary>Two vectors of the same length and floating-point type.</summary>
    public static void RunningMean(Tensor values, Tensor weights) =>
        throw new NotImplementedException();
}
