using Mlp;
using Mlp.Data;
using Mlp.Gpu;
using Mlp.Native;

namespace Conform.Training;

/// <summary>One training from the weights and in the row order of a seed, shown as it goes.</summary>
/// <param name="Walkthrough">What is trained.</param>
/// <param name="Backend">What runs it.</param>
/// <param name="Seed">Seed of first weights, row order and split.</param>
internal sealed record TrainingRun(Walkthrough Walkthrough, IBackend Backend, int Seed)
{
    /// <summary>Where the model is saved after every epoch; null for nowhere.</summary>
    public string? Save { get; init; }

    /// <summary>Where everything is kept after every epoch, to go on from; null for nowhere.</summary>
    public CheckpointFolder? Folder { get; init; }

    /// <summary>The model to go on with; null to begin with weights of the seed.</summary>
    public SavedTask? Resumed { get; init; }

    /// <summary>Trains, then evaluates on the test rows.</summary>
    public Trained Run(CancellationToken cancellation)
    {
        var parts = Walkthrough.Split(Seed);
        var chosen = Walkthrough.Hyperparameters;
        Console.WriteLine(Announcement.Of(Walkthrough, parts, Backend, Seed));
        var weights = chosen.Balanced ? ClassWeights.Balanced(parts.Train.Y) : null;
        if (Walkthrough.Problem.Classes is { } classes)
        {
            Console.WriteLine("Classes of the training rows");
            Console.WriteLine(ClassBalance.Table(parts.Train.Y, classes, weights));
        }

        Resumed?.CheckContinues(Walkthrough, parts);
        using var model =
            Resumed?.Saved.Compile(Backend)
            ?? Backend.Compile(
                Walkthrough.Model,
                Walkthrough.Compile,
                InitialWeights.Create(Walkthrough.Model, Seed, Walkthrough.Compile.Precision)
            );
        var history = Fit(model, parts, weights, cancellation);
        return new(history, model.Evaluate(parts.Test), Baseline(parts));
    }

    private History Fit(
        IModel model,
        Parts parts,
        IReadOnlyDictionary<int, double>? weights,
        CancellationToken cancellation
    )
    {
        var (chosen, notes) = (Walkthrough.Hyperparameters, Notes(parts));
        var before = Resumed?.Saved.History ?? new History([]);
        var done = Resumed?.Notes.Epochs ?? 0;
        if (Resumed is not null && done == chosen.Epochs)
        {
            // Ended between its last epoch and its last file.
            if (Save is not null)
            {
                model.Save(Save, (notes with { Epochs = done }).ToNotes(), cancellation);
            }

            return before;
        }

        var line = new ProgressLine(parts.Train.Rows);
        var save = Save is null ? null : new SaveEveryEpoch(Save, notes);
        var checkpoint = Folder is null
            ? null
            : new Checkpoint(
                Folder.Last,
                Resumed?.Saved,
                epochs => (notes with { Epochs = epochs }).ToNotes()
            );
        Folder?.Begin();
        try
        {
            var after = model.Fit(
                parts.Train,
                new()
                {
                    Epochs = chosen.Epochs,
                    InitialEpoch = done,
                    BatchSize = chosen.BatchSize,
                    Validation = parts.Validation,
                    ClassWeight = weights,
                    RowOrder = new SeededRowOrder(Seed),
                    Callbacks =
                    [
                        line,
                        new StopWhenDiverged(),
                        .. save is null ? [] : new Callback[] { save },
                        // Last: when it stands, all that belongs to the epoch does.
                        .. checkpoint is null
                            ? []
                            : new Callback[]
                            {
                                new KeepBest(Folder!.Best, notes, before),
                                checkpoint,
                            },
                    ],
                    Progress = line,
                    Cancellation = cancellation,
                }
            );
            return new([.. before.Epochs, .. after.Epochs]);
        }
        catch (OperationCanceledException stopped)
        {
            line.Leave();
            throw new InterruptedException($"Interrupted: {Kept(save, checkpoint)}", stopped);
        }
        catch (DeviceException failed)
        {
            line.Leave();
            throw new DeviceException(
                $"{failed.Message} Of the training, {Kept(save, checkpoint)}",
                failed
            );
        }
    }

    private string Kept(SaveEveryEpoch? save, Checkpoint? checkpoint) =>
        checkpoint is { Kept: > 0 }
            ? $"{Folder!.Path} keeps epochs 1 to {checkpoint.Kept}; the same command with --resume goes on from there."
        : save is { Kept: > 0 }
            ? $"{Save} keeps epochs 1 to {save.Kept}; --resume {Save} goes on from there."
        : checkpoint is null && save is null
            ? "nothing was kept; --checkpoint FOLDER keeps a training after every epoch."
        : "nothing was kept, since no epoch had ended.";

    private SavedNotes Notes(Parts parts) =>
        new(
            Walkthrough.Problem.Name,
            Seed,
            Walkthrough.Problem.Classes,
            parts.Preparation,
            Epochs: 0,
            Walkthrough.Hyperparameters.BatchSize,
            Walkthrough.Hyperparameters.Balanced,
            // Of many rows it takes a while, and only what is kept is gone on with.
            Save is null
            && Folder is null
                ? null
                : RowsHash.Of(parts)
        );

    private double? Baseline(Parts parts) =>
        Walkthrough.Problem.Classes is { } classes
            ? ClassBalance.MajorityBaseline(parts.Train.Y, parts.Validation.Y, classes.Count)
            : null;
}

/// <summary>What a training came to.</summary>
/// <param name="History">Its epochs.</param>
/// <param name="Test">Figures on the test rows.</param>
/// <param name="Baseline">Accuracy on the validation rows of always naming the largest class; null for a regression.</param>
internal sealed record Trained(History History, Logs Test, double? Baseline)
{
    /// <summary>Whether it ended with a loss that is no number.</summary>
    public bool Diverged => !double.IsFinite(History.Epochs[^1].Logs["loss"]);
}
