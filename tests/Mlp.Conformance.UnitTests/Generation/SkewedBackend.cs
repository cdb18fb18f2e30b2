using Mlp.Conformance.Truth;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests.Generation;

/// <summary>The truth, with running means off by a factor: a second opinion that differs.</summary>
internal sealed class SkewedBackend(double factor) : IBackend
{
    private readonly PlainBackend plain = new();

    public string Name => "skewed";

    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["implementation"] = "a skewed one" };

    public IOperations Operations => new SkewedOperations(plain.Operations, factor);

    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        plain.Compile(model, compile, weights);

    private sealed class SkewedOperations(IOperations plain, double factor) : IOperations
    {
        public Tensor RunningMean(Tensor values, Tensor weights)
        {
            var means = plain.RunningMean(values, weights).ToFloat64().Values.ToArray();
            return Tensor.Vector(Array.ConvertAll(means, mean => mean * factor));
        }

        public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight) =>
            plain.Loss(loss, labels, predictions, sampleWeight);

        public Tensor LossGradient(
            Loss loss,
            Tensor labels,
            Tensor predictions,
            Tensor? sampleWeight
        ) => plain.LossGradient(loss, labels, predictions, sampleWeight);

        public Tensor RowWeights(
            Tensor labels,
            IReadOnlyDictionary<int, double> classWeight,
            Tensor? sampleWeight,
            Precision precision
        ) => plain.RowWeights(labels, classWeight, sampleWeight, precision);

        public Tensor Activate(Activation activation, Tensor x) => plain.Activate(activation, x);

        public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream) =>
            plain.ActivateGradient(activation, x, upstream);

        public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias) =>
            plain.DenseForward(activation, x, kernel, bias);

        public DenseGradients DenseBackward(
            Activation activation,
            Tensor x,
            Tensor kernel,
            Tensor bias,
            Tensor upstream
        ) => plain.DenseBackward(activation, x, kernel, bias, upstream);

        public Tensor ToCategorical(Tensor labels, int? classes) =>
            plain.ToCategorical(labels, classes);

        public Tensor ArgMax(Tensor x, int? axis) => plain.ArgMax(x, axis);

        public OptimizerTrace Optimize(
            Optimizer optimizer,
            Weights weights,
            IReadOnlyList<Weights> gradients
        ) => plain.Optimize(optimizer, weights, gradients);

        public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision) =>
            plain.LearningRates(rate, steps, precision);

        public MetricTrace Metric(
            Metric metric,
            Tensor labels,
            Tensor predictions,
            Tensor? sampleWeight,
            int batchSize
        ) => plain.Metric(metric, labels, predictions, sampleWeight, batchSize);

        public Metric Resolve(
            Metric metric,
            IReadOnlyList<int> labelShape,
            IReadOnlyList<int> predictionShape
        ) => plain.Resolve(metric, labelShape, predictionShape);

        public IStandardScaler StandardScaler(bool withMean, bool withStd) =>
            plain.StandardScaler(withMean, withStd);

        public (int Train, int Test) TrainTestSplit(
            int rows,
            SplitSize? testSize,
            SplitSize? trainSize
        ) => plain.TrainTestSplit(rows, testSize, trainSize);

        public int ValidationSplit(int rows, double fraction) =>
            plain.ValidationSplit(rows, fraction);
    }
}
