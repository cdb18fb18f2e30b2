using Mlp;
using Mlp.Data;
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
        var line = new ProgressLine(parts.Train.Rows);
        var history = model.Fit(
            parts.Train,
            new()
            {
                Epochs = chosen.Epochs,
                InitialEpoch = Resumed?.Notes.Epochs ?? 0,
                BatchSize = chosen.BatchSize,
                Validation = parts.Validation,
                ClassWeight = weights,
                RowOrder = new SeededRowOrder(Seed),
                Callbacks =
                [
                    line,
                    new StopWhenDiverged(),
                    .. Save is null ? [] : new[] { new SaveEveryEpoch(Save, Notes(parts)) },
                ],
                Progress = line,
                Cancellation = cancellation,
            }
        );
        return new(history, model.Evaluate(parts.Test), Baseline(parts));
    }

    private SavedNotes Notes(Parts parts) =>
        new(
            Walkthrough.Problem.Name,
            Seed,
            Walkthrough.Problem.Classes,
            parts.Preparation,
            Epochs: 0,
            Walkthrough.Hyperparameters.BatchSize,
            Walkthrough.Hyperparameters.Balanced
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
