using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>The operations one by one: refuses bad arguments, and picks the arithmetic of the type given.</summary>
internal sealed class CpuOperations : IOperations
{
    private readonly ITypedOperations single;
    private readonly ITypedOperations @double;

    /// <summary>Operations on a path.</summary>
    public CpuOperations(InstructionSet set)
    {
        single = set switch
        {
            InstructionSet.Avx512 => new TypedOperations<float, Lanes512<float>>(),
            InstructionSet.Avx2 => new TypedOperations<float, Lanes256<float>>(),
            _ => new TypedOperations<float, Lanes128<float>>(),
        };
        @double = set switch
        {
            InstructionSet.Avx512 => new TypedOperations<double, Lanes512<double>>(),
            InstructionSet.Avx2 => new TypedOperations<double, Lanes256<double>>(),
            _ => new TypedOperations<double, Lanes128<double>>(),
        };
    }

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
        Check.Activation(x, null);
        return For(x).Activate(activation, x);
    }

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream)
    {
        Check.Activation(x, upstream);
        return For(x).ActivateGradient(activation, x, upstream);
    }

    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        Check.Dense(x, kernel, bias, null);
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
        Check.Dense(x, kernel, bias, upstream);
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
        Check.Optimize(weights, gradients);
        var operations = weights.Precision == Precision.Float64 ? @double : single;
        return operations.Optimize(optimizer, weights, gradients);
    }

    public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(steps);
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
        ArgumentNullException.ThrowIfNull(labelShape);
        ArgumentNullException.ThrowIfNull(predictionShape);
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

    private ITypedOperations For(Tensor tensor) =>
        PrecisionOf(tensor) == Precision.Float64 ? @double : single;

    private static Precision PrecisionOf(Tensor tensor) =>
        tensor.Type == ElementType.Float64 ? Precision.Float64 : Precision.Float32;
}
