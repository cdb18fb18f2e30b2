namespace Mlp;

/// <summary>How to train: everything that <c>fit</c> is told beside the rows.</summary>
public sealed record FitSpec
{
    /// <summary>The epoch to end before, counted from 0: passes over the training rows, where <see cref="InitialEpoch"/> is 0.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>
    /// The epoch to begin at, 0 or more and below <see cref="Epochs"/>: epochs before it were trained in an earlier call. Row orders and
    /// records are those of the epoch's number.
    /// </summary>
    public int InitialEpoch { get; init; }

    /// <summary>Rows a step; the last batch of an epoch is the remainder.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Rows to validate on after each epoch; class weights do not act on them. Wins over <see cref="ValidationSplit"/>.</summary>
    public Samples? Validation { get; init; }

    /// <summary>
    /// Share s of the rows to validate on: training keeps the first floor(n * (1.0 - s)) rows, in double arithmetic, and the
    /// last rows validate, with their sample weights. 0 for none. Cut before any reordering.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>Rows a batch of validation; null takes <see cref="BatchSize"/>.</summary>
    public int? ValidationBatchSize { get; init; }

    /// <summary>
    /// Weight of each class, on training rows only; a class not listed weighs 1. Labels [n] and [n, 1] are rounded half to even, rows of more
    /// than one column taken by argmax (first on ties). Multiplies with sample weights.
    /// </summary>
    public IReadOnlyDictionary<int, double>? ClassWeight { get; init; }

    /// <summary>The order of training rows.</summary>
    public RowOrder RowOrder { get; init; } = RowOrder.AsGiven;

    /// <summary>Told of epochs and batches, in this order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Told of the running values after batches; for showing, so it may be told of several batches at once.</summary>
    public IProgress<BatchProgress>? Progress { get; init; }

    /// <summary>Stops between steps; the model keeps the weights of the last whole step.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Where training stands after a batch.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="Step">Batches done in this epoch.</param>
/// <param name="Steps">Batches in this epoch.</param>
/// <param name="Logs">Running loss and metrics of this epoch.</param>
public readonly record struct BatchProgress(int Epoch, int Epochs, int Step, int Steps, Logs Logs);
