using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests;

/// <summary>A backend whose operations all do one thing: throw, or give a tensor. It trains nothing.</summary>
internal sealed class FakeBackend(Func<Tensor> answer, bool hasOperations = true) : IBackend
{
    public string Name => "fake";

    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>();

    public IOperations? Operations => hasOperations ? new Answers(answer) : null;

    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        throw new NotSupportedException("the fake trains nothing");

    private sealed class Answers(Func<Tensor> answer) : IOperations
    {
        public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight) =>
            answer();

        public Tensor LossGradient(
            Loss loss,
            Tensor labels,
            Tensor predictions,
            Tensor? sampleWeight
        ) => answer();

        public Tensor RowWeights(
            Tensor labels,
            IReadOnlyDictionary<int, double> classWeight,
            Tensor? sampleWeight,
            Precision precision
        ) => answer();

        public Tensor Activate(Activation activation, Tensor x) => answer();

        public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream) =>
            answer();

        public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias) =>
            answer();

        public DenseGradients DenseBackward(
            Activation activation,
            Tensor x,
            Tensor kernel,
            Tensor bias,
            Tensor upstream
        ) => new(answer(), answer(), answer());

        public Tensor ToCategorical(Tensor labels, int? classes) => answer();

        public Tensor ArgMax(Tensor x, int? axis) => answer();

        public OptimizerTrace Optimize(
            Optimizer optimizer,
            Weights weights,
            IReadOnlyList<Weights> gradients
        ) => new([], answer());

        public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision) =>
            answer();

        public MetricTrace Metric(
            Metric metric,
            Tensor labels,
            Tensor predictions,
            Tensor? sampleWeight,
            int batchSize
        ) => new(answer(), answer(), answer());

        public Metric Resolve(
            Metric metric,
            IReadOnlyList<int> labelShape,
            IReadOnlyList<int> predictionShape
        ) => metric;

        public Tensor RunningMean(Tensor values, Tensor weights) => answer();

        public IStandardScaler StandardScaler(bool withMean, bool withStd) =>
            throw new NotSupportedException("the fake scales nothing");

        public (int Train, int Test) TrainTestSplit(
            int rows,
            SplitSize? testSize,
            SplitSize? trainSize
        ) => (rows, 0);

        public int ValidationSplit(int rows, double fraction) => rows;
    }
}
