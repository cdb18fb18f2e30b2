using System.Diagnostics;
using Mlp;
using Mlp.Data;

namespace Benchmarks;

/// <summary>Whole calls of Fit, the rows in a new order each epoch; what is timed are the epochs, each by itself.</summary>
internal static class ShuffledFit
{
    /// <summary>The order of the rows in each epoch, of every Fit and of the peers.</summary>
    public static RowOrder Order { get; } = new SeededRowOrder(0);

    /// <summary>Trains the work from its first weights, several times.</summary>
    /// <param name="backend">What trains.</param>
    /// <param name="work">Rows, first weights, batch size, and the epochs of a Fit: 2 or more.</param>
    /// <param name="warmUp">How long to train before anything counts, after a first epoch.</param>
    /// <param name="fits">Calls of Fit that count.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="UnequalWorkException">Two calls came to different losses, be it in one bit.</exception>
    public static TrainingFigures Measure(
        IBackend backend,
        TrainingWork work,
        TimeSpan warmUp,
        int fits,
        CancellationToken cancellation
    )
    {
        using var model = backend.Compile(work.Model, work.Compile, work.Weights);
        var fit = Fit(work, cancellation);
        WarmUp(model, work, fit, warmUp);
        var (steps, withOrder) = (new List<double>(), new List<double>());
        double[] losses = [];
        for (var i = 0; i < fits; i++)
        {
            model.SetWeights(work.Weights);
            var ends = new EpochEnds();
            var history = model.Fit(work.Rows, fit with { Callbacks = [ends] });
            double[] came = [.. history["loss"]];
            if (i > 0 && !came.SequenceEqual(losses))
            {
                throw new UnequalWorkException(
                    FormattableString.Invariant(
                        $"{backend.Name}, batch {work.BatchSize}, came to a last loss of {came[^1]:R} after one of {losses[^1]:R}; every Fit must give the same bits."
                    )
                );
            }

            losses = came;
            // In its first epoch a Fit brings the data to the device.
            steps.AddRange(
                history.Epochs.Skip(1).Select(epoch => epoch.Seconds).Select(ToMicroseconds)
            );
            withOrder.AddRange(ends.Seconds.Select(ToMicroseconds));
        }

        return new(
            backend.Name,
            work.BatchSize,
            work.Rows.Rows,
            work.Epochs,
            [.. steps.Select(time => Math.Round(time, 3))],
            Math.Round(Times.Quantile(steps, 0.5), 3),
            Math.Round(Times.Quantile(withOrder, 0.5), 3),
            losses[^1]
        );

        double ToMicroseconds(double seconds) => 1e6 * seconds * work.Epochs / work.Steps;
    }

    /// <summary>How the work is fitted.</summary>
    public static FitSpec Fit(TrainingWork work, CancellationToken cancellation) =>
        new()
        {
            Epochs = work.Epochs,
            BatchSize = work.BatchSize,
            RowOrder = Order,
            Cancellation = cancellation,
        };

    /// <summary>Trains an epoch and then for so long, in one Fit, and gives the model its first weights back.</summary>
    public static void WarmUp(IModel model, TrainingWork work, FitSpec fit, TimeSpan time)
    {
        model.Fit(work.Rows, fit with { Epochs = int.MaxValue, Callbacks = [new StopAfter(time)] });
        model.SetWeights(work.Weights);
    }

    // From the end of the first epoch, which waits for the kernels that are compiled before it.
    private sealed class StopAfter(TimeSpan time) : Callback
    {
        private long? start;

        public override void OnEpochEnd(ITraining training, EpochRecord epoch)
        {
            start ??= Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(start.Value) >= time)
            {
                training.Stop();
            }
        }
    }

    // From end to end of epochs lies, beside the epoch, the drawing of its order.
    private sealed class EpochEnds : Callback
    {
        private readonly List<long> ends = [];

        public IEnumerable<double> Seconds =>
            ends.Zip(
                ends.Skip(1),
                (before, after) => Stopwatch.GetElapsedTime(before, after).TotalSeconds
            );

        public override void OnEpochEnd(ITraining training, EpochRecord epoch) =>
            ends.Add(Stopwatch.GetTimestamp());
    }
}
