using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp;

/// <summary>
/// The operations one by one: pure functions, computed by the code that trains. Floating-point results have the type of
/// the predictions, inputs or weights given (float32 or float64). A bad argument is an <see cref="ArgumentException"/>; what a
/// backend lacks, a <see cref="NotSupportedException"/>.
/// </summary>
public interface IOperations
{
    /// <summary>The loss under its reduction: a scalar, or for <see cref="Reduction.None"/> one value a sample.</summary>
    /// <param name="loss">Which loss.</param>
    /// <param name="labels">As the loss asks.</param>
    /// <param name="predictions"><c>[n, outputs]</c>; rank 1 against labels of rank 1 is one sample of n outputs.</param>
    /// <param name="sampleWeight"><c>[n]</c>, or <c>[n, 1]</c>, which makes <see cref="Reduction.None"/> come out <c>[n, 1]</c>.</param>
    Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight = null);

    /// <summary>The derivative of the reduced loss (of its sum, for <see cref="Reduction.None"/>) with respect to the predictions, in their shape.</summary>
    Tensor LossGradient(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight = null);

    /// <summary>The weight of each row, <c>[n]</c>: that of its class (see <see cref="FitSpec.ClassWeight"/>), times its sample weight if given.</summary>
    Tensor RowWeights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    );

    /// <summary>y = activation(x), any shape; softmax and log-softmax along the last axis.</summary>
    Tensor Activate(Activation activation, Tensor x);

    /// <summary>d sum(upstream * activation(x)) / dx.</summary>
    Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream);

    /// <summary>activation(x W + b): x <c>[n, inputs]</c>, kernel <c>[inputs, units]</c>, bias <c>[units]</c>; result <c>[n, units]</c>.</summary>
    Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias);

    /// <summary>Derivatives of sum(upstream * activation(x W + b)); upstream <c>[n, units]</c>.</summary>
    DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    );

    /// <summary>
    /// One-hot rows, float64, as keras.utils.to_categorical: labels truncated to integers, a last axis of 1 dropped,
    /// max + 1 columns when <paramref name="classes"/> is null or 0, -1 sets the last column.
    /// </summary>
    /// <exception cref="ArgumentException">A label lies outside the columns.</exception>
    Tensor ToCategorical(Tensor labels, int? classes = null);

    /// <summary>Index of the first maximum along an axis (negative from the end; null: of all values, a scalar), int64; NaN above all, the first NaN wins.</summary>
    Tensor ArgMax(Tensor x, int? axis = -1);

    /// <summary>The weights after each step, from the given gradients, starting at step 0 without state, and the rate of each step.</summary>
    OptimizerTrace Optimize(Optimizer optimizer, Weights weights, IReadOnlyList<Weights> gradients);

    /// <summary>The rate of each step, in their shape and the precision. Steps are whole numbers from 0, of any type.</summary>
    Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision);

    /// <summary>A metric over batches: running value after each, last value, and the value of each sample or element.</summary>
    /// <param name="metric">Which metric.</param>
    /// <param name="labels">Labels of all rows.</param>
    /// <param name="predictions">Predictions of all rows.</param>
    /// <param name="sampleWeight">Weights of all rows; null for none.</param>
    /// <param name="batchSize">Rows a batch; the last is the remainder.</param>
    MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    );

    /// <summary>The metric that is meant: <see cref="Accuracy"/> becomes one of three by the shapes, anything else is itself.</summary>
    Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    );

    /// <summary>sum(w*v) / sum(w) after each value, 0 while sum(w) is 0: how batch losses (w their rows) become the epoch's. Both <c>[n]</c>; result <c>[n]</c>.</summary>
    Tensor RunningMean(Tensor values, Tensor weights);

    /// <summary>A scaler that has seen nothing.</summary>
    IStandardScaler StandardScaler(bool withMean = true, bool withStd = true);

    /// <summary>How many rows train and how many test: n_test = ceil(n*test), n_train = floor(n*train), or what the other leaves.</summary>
    /// <exception cref="ArgumentException">No row would be left to train or test on, or the sizes exceed the rows.</exception>
    (int Train, int Test) TrainTestSplit(int rows, SplitSize? testSize, SplitSize? trainSize);

    /// <summary>How many rows train under <see cref="FitSpec.ValidationSplit"/>: floor(rows * (1.0 - fraction)).</summary>
    /// <exception cref="ArgumentException">One side would be empty.</exception>
    int ValidationSplit(int rows, double fraction);
}
