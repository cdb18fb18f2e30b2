using System.Diagnostics;
using Mlp;

namespace Benchmarks;

/// <summary>How long one Fit takes, validation and all, until the rows that validate are named well enough.</summary>
internal static class TimeToAccuracy
{
    /// <summary>The accuracy wanted, on the rows that validate.</summary>
    public const double Wanted = 0.88;

    /// <summary>Epochs at most.</summary>
    public const int MostEpochs = 40;

    private const string Accuracy = "val_accuracy";

    /// <summary>Trains the work until it is reached; before that, so long that kernels are compiled.</summary>
    public static AccuracyFigures Measure(
        IBackend backend,
        TrainingWork work,
        Samples validation,
        TimeSpan warmUp,
        CancellationToken cancellation
    )
    {
        var compile = work.Compile with { Metrics = ["accuracy"] };
        using var model = backend.Compile(work.Model, compile, work.Weights);
        var fit = ShuffledFit.Fit(work, cancellation) with
        {
            Epochs = MostEpochs,
            Validation = validation,
        };
        ShuffledFit.WarmUp(model, work, fit, warmUp);
        var start = Stopwatch.GetTimestamp();
        var history = model.Fit(work.Rows, fit with { Callbacks = [new StopThere()] });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(
            backend.Name,
            work.BatchSize,
            Wanted,
            history.Epochs.Count,
            Math.Round(seconds, 6),
            history[Accuracy][^1]
        );
    }

    private sealed class StopThere : Callback
    {
        public override void OnEpochEnd(ITraining training, EpochRecord epoch)
        {
            if (epoch.Logs[Accuracy] >= Wanted)
            {
                training.Stop();
            }
        }
    }
}
