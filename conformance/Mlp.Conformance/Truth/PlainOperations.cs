using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>The single operations, each in the type of numbers it is given: <see cref="PlainOperations{T}"/> of float or double.</summary>
internal sealed class PlainOperations : IOperations
{
    private readonly PlainOperations<float> singles = new();
    private readonly PlainOperations<double> doubles = new();

    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight = null) =>
        In(predictions).Loss(loss, labels, predictions, sampleWeight);

    public Tensor LossGradient(
        Loss loss,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight = null
    ) => In(predictions).LossGradient(loss, labels, predictions, sampleWeight);

    public Tensor RowWeights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    ) => In(precision).RowWeights(labels, classWeight, sampleWeight, precision);

    public Tensor Activate(Activation activation, Tensor x) => In(x).Activate(activation, x);

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream) =>
        In(x).ActivateGradient(activation, x, upstream);

    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias) =>
        In(x).DenseForward(activation, x, kernel, bias);

    public DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    ) => In(x).DenseBackward(activation, x, kernel, bias, upstream);

    public Tensor ToCategorical(Tensor labels, int? classes = null) =>
        doubles.ToCategorical(labels, classes);

    public Tensor ArgMax(Tensor x, int? axis = -1) => doubles.ArgMax(x, axis);

    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    ) => In(weights?.Precision ?? default).Optimize(optimizer, weights!, gradients);

    public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision) =>
        In(precision).LearningRates(rate, steps, precision);

    public MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    ) => In(predictions).Metric(metric, labels, predictions, sampleWeight, batchSize);

    public Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    ) => doubles.Resolve(metric, labelShape, predictionShape);

    public Tensor RunningMean(Tensor values, Tensor weights) =>
        In(values).RunningMean(values, weights);

    public IStandardScaler StandardScaler(bool withMean = true, bool withStd = true) =>
        doubles.StandardScaler(withMean, withStd);

    public (int Train, int Test) TrainTestSplit(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    ) => doubles.TrainTestSplit(rows, testSize, trainSize);

    public int ValidationSplit(int rows, double fraction) =>
        doubles.ValidationSplit(rows, fraction);

    private IOperations In(Precision precision) =>
        precision == Precision.Float64 ? doubles : singles;

    // What is neither float32 nor float64 (or null) is refused by the check of the operation.
    private IOperations In(Tensor? tensor) =>
        In(tensor?.Type == ElementType.Float64 ? Precision.Float64 : Precision.Float32);
}
