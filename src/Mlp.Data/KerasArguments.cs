using Microsoft.Extensions.Logging;

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
    /// <param name="validationBatchSize">Rows a batch of validation; null takes the batch size.</param>
    /// <param name="progress">Told of running values, for showing.</param>
    /// <param name="logger">Told of the training and of every epoch, see <see cref="TrainingLog"/>.</param>
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
        int? validationBatchSize = null,
        IProgress<BatchProgress>? progress = null,
        ILogger? logger = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<Callback> told = callbacks ?? [];
        return model.Fit(
            new Samples(x, y, sampleWeight),
            new FitSpec
            {
                Epochs = epochs,
                InitialEpoch = initialEpoch,
                BatchSize = batchSize,
                Validation = validationData,
                ValidationSplit = validationSplit,
                ValidationBatchSize = validationBatchSize,
                ClassWeight = classWeight,
                RowOrder = shuffle ? new SeededRowOrder(seed) : RowOrder.AsGiven,
                Callbacks = logger is null ? told : [.. told, new TrainingLog(logger)],
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
    /// <param name="progress">Told of rows done.</param>
    /// <param name="logger">Told of the figures.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Data, labels or weights do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Logs Evaluate(
        this IModel model,
        Tensor x,
        Tensor y,
        Tensor? sampleWeight = null,
        int batchSize = 32,
        IProgress<RowProgress>? progress = null,
        ILogger? logger = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        var logs = model.Evaluate(
            new Samples(x, y, sampleWeight),
            batchSize,
            progress,
            cancellation
        );
        logger?.Evaluated(x.Rows, logs);
        return logs;
    }

    /// <summary>Outputs <c>[rows, outputs]</c>, told of as they come and stopped between batches.</summary>
    /// <param name="model">What predicts.</param>
    /// <param name="x">Inputs <c>[rows, ...]</c>; bytes are scaled by 1/255 on the way in.</param>
    /// <param name="batchSize">Rows computed at a time.</param>
    /// <param name="progress">Told of rows done.</param>
    /// <param name="logger">Told how many rows were predicted.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Inputs or the batch size do not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Tensor Predict(
        this IModel model,
        Tensor x,
        int batchSize = 32,
        IProgress<RowProgress>? progress = null,
        ILogger? logger = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        var outputs =
            progress is null && !cancellation.CanBeCanceled
                ? model.Predict(x, batchSize)
                : Outputs(model, x, batchSize, progress, cancellation);
        logger?.Predicted(x.Rows);
        return outputs;
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

    // Rows do not act on each other, and whole batches stay whole: the bits are those of one call.
    private static Tensor Outputs(
        IModel model,
        Tensor x,
        int batchSize,
        IProgress<RowProgress>? progress,
        CancellationToken cancellation
    )
    {
        Check.Inputs(model.Spec, x, batchSize);
        return model.Compiled.Precision == Precision.Float64 ? All<double>() : All<float>();

        Tensor<T> All<T>()
            where T : unmanaged
        {
            var width = model.Spec.Outputs;
            var result = new T[checked(x.Rows * width)];
            var rows = (long)Batches.Together(model.Spec, batchSize) * batchSize;
            for (var (done, end) = (0, 0); done < x.Rows; done = end)
            {
                cancellation.ThrowIfCancellationRequested();
                end = (int)Math.Min(x.Rows, done + rows);
                var part = (Tensor<T>)model.Predict(x.Slice(done, end), batchSize);
                part.Values.CopyTo(result.AsSpan(done * width));
                progress?.Report(new(end, x.Rows));
            }

            return new(result, x.Rows, width);
        }
    }
}
