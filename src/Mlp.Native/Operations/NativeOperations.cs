using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>
/// The operations one by one: refuses bad arguments, and picks the arithmetic of the type given. What only prepares data or is
/// computed on the host in training too (rates, running means, weights of classes, categories, splits, scalers) is the same
/// code over any arithmetic.
/// </summary>
/// <param name="single">The arithmetic in float32.</param>
/// <param name="double">The arithmetic in float64; null where there is none.</param>
internal sealed class NativeOperations(ITypedOperations single, ITypedOperations? @double)
    : IOperations
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight = null)
    {
        Check.Loss(loss, labels, predictions, sampleWeight);
        return For(predictions).Loss(loss, labels, predictions, sampleWeight);
    }

    public Tensor LossGradient(
        Loss loss,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight = null
    )
    {
        Check.Loss(loss, labels, predictions, sampleWeight);
        return For(predictions).LossGradient(loss, labels, predictions, sampleWeight);
    }

    public Tensor RowWeights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    )
    {
        Check.ClassWeight(classWeight);
        return ClassWeights.ForRows(labels, classWeight, sampleWeight, precision);
    }

    public Tensor Activate(Activation activation, Tensor x)
    {
        Check.Activation(activation, x);
        return For(x).Activate(activation, x);
    }

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream)
    {
        Check.ActivationGradient(activation, x, upstream);
        return For(x).ActivateGradient(activation, x, upstream);
    }

    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        Check.Dense(activation, x, kernel, bias);
        return For(x).DenseForward(activation, x, kernel, bias);
    }

    public DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    )
    {
        Check.DenseGradients(activation, x, kernel, bias, upstream);
        return For(x).DenseBackward(activation, x, kernel, bias, upstream);
    }

    public Tensor ToCategorical(Tensor labels, int? classes = null) =>
        Categories.ToCategorical(labels, classes);

    public Tensor ArgMax(Tensor x, int? axis = -1) => Categories.ArgMax(x, axis);

    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    )
    {
        Check.Optimize(optimizer, weights, gradients);
        return In(weights.Precision).Optimize(optimizer, weights, gradients);
    }

    public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(rate);
        Check.Steps(steps);
        var rates = new double[steps.Length];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = Native.LearningRates.At(rate, steps[i], precision);
        }

        return Tensor.Create(rates, [.. steps.Shape]).To(precision);
    }

    public MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    )
    {
        Check.Metric(metric, labels, predictions, sampleWeight, batchSize);
        return For(predictions).Metric(metric, labels, predictions, sampleWeight, batchSize);
    }

    public Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    )
    {
        Check.Resolve(metric, labelShape, predictionShape);
        return AccuracyKind.Resolve(metric, labelShape, predictionShape);
    }

    public Tensor RunningMean(Tensor values, Tensor weights)
    {
        Check.RunningMean(values, weights);
        var mean = new RunningMean();
        var means = new double[values.Length];
        for (var i = 0; i < means.Length; i++)
        {
            mean.Add(values[i], weights[i]);
            means[i] = mean.Value;
        }

        return Tensor.Vector(means).To(PrecisionOf(values));
    }

    public IStandardScaler StandardScaler(bool withMean = true, bool withStd = true) =>
        new StandardScaler(withMean, withStd);

    public (int Train, int Test) TrainTestSplit(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    ) => Data.Split.TrainTest(rows, testSize, trainSize);

    public int ValidationSplit(int rows, double fraction) => Data.Split.Validation(rows, fraction);

    private ITypedOperations For(Tensor tensor) => In(PrecisionOf(tensor));

    private ITypedOperations In(Precision precision) =>
        precision == Precision.Float32
            ? single
            : @double
                ?? throw new NotSupportedException(
                    "The device does not compute in float64; use float32."
                );

    private static Precision PrecisionOf(Tensor tensor) =>
        tensor.Type == ElementType.Float64 ? Precision.Float64 : Precision.Float32;
}
