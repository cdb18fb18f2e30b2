namespace Mlp.Data;

/// <summary>Training, evaluating and stepping with the arguments, and their defaults, of Keras' <c>fit</c>, <c>evaluate</c> and <c>train_on_batch</c>.</summary>
public static class KerasArguments
{
    /// <summary>Trains on rows of x paired with rows of y, shuffled by a seed before every epoch.</summary>
    /// <param name="model">What to train.</param>
    /// <param name="x">Inputs <c>[rows, ...]</c>; bytes are scaled by 1/255 on the way in.</param>
    /// <param name="y">Labels or targets <c>[rows]</c> or <c>[rows, outputs]</c>.</param>
    /// <param name="epochs">Passes over the training rows; those done before count, where an initial epoch is given.</param>
    /// <param name="batchSize">Rows a step.</param>
    /// <param name="validationData">Rows to validate on after each epoch: <c>(x, y)</c> or <c>(x, y, weights)</c>. Wins over the split.</param>
    /// <param name="validationSplit">Share of the rows, the last ones, to validate on instead of training.</param>
    /// <param name="classWeight">Weight of each class, on training rows only.</param>
    /// <param name="sampleWeight">Weight of each row, <c>[rows]</c>.</param>
    /// <param name="shuffle">Whether rows are reordered; otherwise they are trained as they come.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="callbacks">Told of epochs and batches.</param>
    /// <param name="initialEpoch">The epoch to go on at, from 0.</param>
    /// <param name="progress">Told of running values, for showing.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">Data, labels, weights or numbers do not fit; the model is unchanged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model holds the weights of the last whole step.</exception>
    public static History Fit(
        this IModel model,
        Tensor x,
        Tensor y,
        int epochs = 1,
        int batchSize = 32,
        Samples? validationData = null,
        double validationSplit = 0,
        IReadOnlyDictionary<int, double>? classWeight = null,
        Tensor? sampleWeight = null,
        bool shuffle = true,
        int seed = 0,
        IReadOnlyList<Callback>? callbacks = null,
        int initialEpoch = 0,
        IProgress<BatchProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Fit(
            new Samples(x, y, sampleWeight),
            new FitSpec
            {
                Epochs = epochs,
                InitialEpoch = initialEpoch,
                BatchSize = batchSize,
                Validation = validationData,
                ValidationSplit = validationSplit,
                ClassWeight = classWeight,
                RowOrder = shuffle ? new SeededRowOrder(seed) : RowOrder.AsGiven,
                Callbacks = callbacks ?? [],
                Progress = progress,
                Cancellation = cancellation,
            }
        );
    }

    /// <summary>Loss and metrics over all rows, forward only.</summary>
    /// <param name="model">What to evaluate.</param>
    /// <param name="x">Inputs <c>[rows, ...]</c>.</param>
    /// <param name="y">Labels or targets <c>[rows]</c> or <c>[rows, outputs]</c>.</param>
    /// <param name="sampleWeight">Weight of each row, <c>[rows]</c>.</param>
    /// <param name="batchSize">Rows computed at a time.</param>
    /// <exception cref="ArgumentException">Data, labels or weights do not fit.</exception>
    public static Logs Evaluate(
        this IModel model,
        Tensor x,
        Tensor y,
        Tensor? sampleWeight = null,
        int batchSize = 32
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Evaluate(new Samples(x, y, sampleWeight), batchSize);
    }

    /// <summary>One step on all given rows; their loss and metrics before the step.</summary>
    /// <param name="model">What to train.</param>
    /// <param name="x">Inputs <c>[rows, ...]</c>.</param>
    /// <param name="y">Labels or targets <c>[rows]</c> or <c>[rows, outputs]</c>.</param>
    /// <param name="sampleWeight">Weight of each row, <c>[rows]</c>.</param>
    /// <param name="classWeight">Weight of each class.</param>
    /// <exception cref="ArgumentException">Data, labels or weights do not fit; the model is unchanged.</exception>
    public static Logs TrainOnBatch(
        this IModel model,
        Tensor x,
        Tensor y,
        Tensor? sampleWeight = null,
        IReadOnlyDictionary<int, double>? classWeight = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.TrainOnBatch(new Samples(x, y, sampleWeight), classWeight);
    }
}
