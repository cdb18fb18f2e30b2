using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>Operations of another backend, passed on as they are; what differs is overridden.</summary>
internal abstract class PassedOn(IOperations inner) : IOperations
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight) =>
        inner.Loss(loss, labels, predictions, sampleWeight);

    public Tensor LossGradient(
        Loss loss,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight
    ) => inner.LossGradient(loss, labels, predictions, sampleWeight);

    public Tensor RowWeights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    ) => inner.RowWeights(labels, classWeight, sampleWeight, precision);

    public Tensor Activate(Activation activation, Tensor x) => inner.Activate(activation, x);

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream) =>
        inner.ActivateGradient(activation, x, upstream);

    public virtual Tensor DenseForward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias
    ) => inner.DenseForward(activation, x, kernel, bias);

    public virtual DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    ) => inner.DenseBackward(activation, x, kernel, bias, upstream);

    public Tensor ToCategorical(Tensor labels, int? classes) =>
        inner.ToCategorical(labels, classes);

    public Tensor ArgMax(Tensor x, int? axis) => inner.ArgMax(x, axis);

    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    ) => inner.Optimize(optimizer, weights, gradients);

    public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision) =>
        inner.LearningRates(rate, steps, precision);

    public MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    ) => inner.Metric(metric, labels, predictions, sampleWeight, batchSize);

    public Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    ) => inner.Resolve(metric, labelShape, predictionShape);

    public virtual Tensor RunningMean(Tensor values, Tensor weights) =>
        inner.RunningMean(values, weights);

    public IStandardScaler StandardScaler(bool withMean, bool withStd) =>
        inner.StandardScaler(withMean, withStd);

    public (int Train, int Test) TrainTestSplit(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    ) => inner.TrainTestSplit(rows, testSize, trainSize);

    public int ValidationSplit(int rows, double fraction) => inner.ValidationSplit(rows, fraction);
}
