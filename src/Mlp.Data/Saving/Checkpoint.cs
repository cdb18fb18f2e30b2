namespace Mlp.Data;

/// <summary>
/// Keeps a training in a file after every epoch: weights, steps done, what the optimizer remembers, and the history so far, so that it goes
/// on from there as if never interrupted, to the last bit. The file is a <see cref="SavedModel"/>, written aside and renamed: whenever the
/// process ends, the last whole epoch stands. Rows, batch size and row order are the caller's to give again; a <see cref="SeededRowOrder"/>
/// of the same seed is the same order. Other callbacks begin anew.
/// </summary>
/// <example><code>
/// var checkpoint = new Checkpoint("fashion.safetensors");
/// using var model = checkpoint.Saved?.Compile() ?? description.Compile("mse", "adam");
/// model.Fit(x, y, epochs: 30, initialEpoch: checkpoint.Epochs, callbacks: [checkpoint]);
/// </code></example>
public sealed class Checkpoint : Callback
{
    private readonly string path;
    private readonly Func<int, IReadOnlyDictionary<string, string>>? notes;
    private readonly List<EpochRecord> epochs;

    /// <summary>The checkpoint of a file, which is read where it is there.</summary>
    /// <param name="path">The file; <c>.safetensors</c> is its usual ending.</param>
    /// <param name="notes">Texts kept beside the model, by name, given the number of epochs done.</param>
    /// <exception cref="InvalidDataException">What is there is no whole checkpoint; the message says what is wrong.</exception>
    public Checkpoint(string path, Func<int, IReadOnlyDictionary<string, string>>? notes = null)
        : this(path, Read(path), notes) { }

    /// <summary>A checkpoint that goes on from a model already read, or begins.</summary>
    internal Checkpoint(
        string path,
        SavedModel? saved,
        Func<int, IReadOnlyDictionary<string, string>>? notes
    )
    {
        (this.path, this.notes, Saved) = (path, notes, saved);
        epochs = [.. saved?.History?.Epochs ?? []];
        Kept = File.Exists(path) ? Epochs : 0;
    }

    /// <summary>What training goes on from; null where it begins.</summary>
    public SavedModel? Saved { get; }

    /// <summary>All epochs, those before an interruption too.</summary>
    public History History => new(epochs);

    /// <summary>Epochs done: the epoch to go on at.</summary>
    public int Epochs => epochs.Count == 0 ? 0 : epochs[^1].Epoch + 1;

    /// <summary>Epochs that the file holds: as many, unless training diverged.</summary>
    public int Kept { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written; the one before stays.</exception>
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(epoch);
        epochs.Add(epoch);
        var saved = SavedModel.Of(training.Model);
        if (saved.State.HasNaN)
        {
            // What training could go on from is the epoch before.
            return;
        }

        (
            saved with
            {
                History = History,
                Notes = notes?.Invoke(Epochs) ?? new Dictionary<string, string>(),
            }
        ).Save(path);
        Kept = Epochs;
    }

    private static SavedModel? Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var saved = File.Exists(path) ? SavedModel.Load(path) : null;
        return saved is { History: null }
            ? throw new InvalidDataException(
                $"{path} holds a model without the epochs that led to it, and is no checkpoint; give another file, or take this one away."
            )
            : saved;
    }
}
