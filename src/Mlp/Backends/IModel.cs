namespace Mlp;

/// <summary>
/// A compiled model: weights, optimizer state and step count. Bad arguments are refused with an
/// <see cref="ArgumentException"/> before anything changes.
/// </summary>
/// <remarks>
/// <see cref="Predict(Tensor, int)"/>, <see cref="Evaluate(Samples, int)"/>, <see cref="GetWeights"/> and <see cref="GetTrainingState"/> only read, and may be called from several
/// threads at once; the results are those of one call after the other. <see cref="Fit"/>, <see cref="TrainOnBatch"/>, <see cref="SetWeights"/>,
/// <see cref="SetTrainingState"/> and <see cref="IDisposable.Dispose"/> want the model for themselves: such a call beside any other, or any other beside
/// such a call, is refused with an <see cref="InvalidOperationException"/> and changes nothing. Callbacks, on the thread of the training they belong to, may read
/// the model and set its weights, and nothing else. After Dispose every call throws <see cref="ObjectDisposedException"/>. Different models may be used by
/// different threads in any way, over the same backend and the same data.
/// </remarks>
public interface IModel : IDisposable
{
    /// <summary>What the model is.</summary>
    ModelSpec Spec { get; }

    /// <summary>How it is trained and watched.</summary>
    CompileSpec Compiled { get; }

    /// <summary>Trains. Optimizer state and step count go on from the last call.</summary>
    /// <exception cref="ArgumentException">Data, labels, weights or numbers do not fit; the model is unchanged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model holds the weights of the last whole step.</exception>
    /// <exception cref="InvalidOperationException">The model is in use, or this is a callback of its training; the model is unchanged.</exception>
    History Fit(Samples train, FitSpec fit);

    /// <summary>Loss and metrics over all rows, forward only: the loss the mean of batch losses weighted by rows.</summary>
    /// <exception cref="ArgumentException">Data, labels, weights or the batch size do not fit.</exception>
    Logs Evaluate(Samples data, int batchSize = 32);

    /// <summary>
    /// As <see cref="Evaluate(Samples, int)"/>, and tells how far it is, and stops between batches. A backend that does neither
    /// looks at the token before it begins.
    /// </summary>
    /// <exception cref="ArgumentException">Data, labels, weights or the batch size do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Logs Evaluate(
        Samples data,
        int batchSize,
        IProgress<RowProgress>? progress,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        return Evaluate(data, batchSize);
    }

    /// <summary>Outputs <c>[rows, outputs]</c> in the model's precision.</summary>
    /// <exception cref="ArgumentException">Inputs or the batch size do not fit, or the outputs are more than an array holds.</exception>
    Tensor Predict(Tensor x, int batchSize = 32);

    /// <summary>
    /// Outputs of rows that lie in memory of the caller's, written to memory of the caller's. The native CPU backend allocates nothing
    /// on the way; others take the way through tensors.
    /// </summary>
    /// <param name="x">Inputs <c>[rows, inputs]</c>, row after row.</param>
    /// <param name="outputs">Where the outputs go, <c>[rows, outputs]</c>.</param>
    /// <exception cref="ArgumentException">There are no whole rows, the outputs have other room than that, or the model computes in float64.</exception>
    void Predict(ReadOnlySpan<float> x, Span<float> outputs) =>
        PredictingSpans.ByTensor(this, Precision.Float32, x, outputs);

    /// <summary>The same in float64.</summary>
    /// <param name="x">Inputs <c>[rows, inputs]</c>, row after row.</param>
    /// <param name="outputs">Where the outputs go, <c>[rows, outputs]</c>.</param>
    /// <exception cref="ArgumentException">There are no whole rows, the outputs have other room than that, or the model computes in float32.</exception>
    void Predict(ReadOnlySpan<double> x, Span<double> outputs) =>
        PredictingSpans.ByTensor(this, Precision.Float64, x, outputs);

    /// <summary>One step on all given rows; their loss and metrics before the step.</summary>
    /// <exception cref="ArgumentException">Data, labels or weights do not fit; the model is unchanged.</exception>
    Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight = null);

    /// <summary>A copy of the weights.</summary>
    Weights GetWeights();

    /// <summary>Replaces the weights; optimizer state stays.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit, or a value is NaN.</exception>
    void SetWeights(Weights weights);

    /// <summary>A copy of all that training goes on from: weights, steps done, and what the optimizer remembers.</summary>
    /// <exception cref="NotSupportedException">The backend does not give it.</exception>
    TrainingState GetTrainingState() =>
        throw new NotSupportedException(
            "This backend does not give the state of its optimizer; its weights alone can be kept."
        );

    /// <summary>Replaces weights, steps done and what the optimizer remembers; converted to the model's precision.</summary>
    /// <exception cref="ArgumentException">It is the state of another model or optimizer, or a value is NaN; the model is unchanged.</exception>
    /// <exception cref="NotSupportedException">The backend does not take it.</exception>
    void SetTrainingState(TrainingState state) =>
        throw new NotSupportedException(
            "This backend does not take the state of an optimizer; set its weights, and train from step 0."
        );
}
