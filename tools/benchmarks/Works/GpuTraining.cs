using Mlp;
using Mlp.Gpu;

namespace Benchmarks;

/// <summary>
/// F on an NVIDIA GPU, by Fit as users call it, rows in a new order each epoch; the peers in gpu/peers.py train the same work, which
/// <see cref="WorkFolder"/> writes for them. Without CUDA there is nothing to measure: on a CPU, OpenCL would take minutes.
/// </summary>
/// <param name="make">Makes the backend of a name.</param>
internal sealed class GpuTraining(Func<string, IBackend> make) : IWork
{
    private const string General = "gpu:cuda";
    private const string Persistent = "gpu:cuda:persistent";
    private const int SmallBatch = 32;
    private const int LargeBatch = 8192;
    private const int Epochs = 5;
    private const int QuickRows = 640;

    // As the peers are held to it: float32 sums in other orders over thousands of steps.
    private const double EqualWork = 1e-3;

    // A kernel of its own for the model is compiled beside the training, in about 3.5 s, and nothing tells when it is there: warming up
    // lasts twice as long. The general path compiles before its first step, and needs only its clock raised.
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Waking = TimeSpan.FromSeconds(1);

    private static readonly Entrant[] Entrants =
    [
        new(
            Persistent,
            SmallBatch,
            Compiling,
            Goal.AtMost("persistent, batch 32: a step", 5, "us")
        ),
        new(General, SmallBatch, Waking, null),
        new(General, LargeBatch, Waking, null),
    ];

    public string Name => "gpu";

    public string Title => "F: Fashion-MNIST 784-300-100-10, SGD, shuffled, on a GPU by CUDA";

    public string Unit => "us a step";

    // Drawn images take as long: real ones are used where they are, for the accuracy.
    public bool IsOnRealData => false;

    public Figures Measure(Bench bench)
    {
        var parts = bench.FashionParts(QuickRows);
        if (bench.PeersFolder is { } folder)
        {
            WorkFolder.Write(folder, Work(parts.Train, SmallBatch), ShuffledFit.Order);
        }

        IReadOnlyDictionary<string, string> environment;
        try
        {
            environment = make(General).Environment;
        }
        // What is wrong with CUDA, or with the device that MLP_DEVICE names.
        catch (Exception reason)
            when (reason is NotSupportedException or DeviceException or ArgumentException)
        {
            return new([], []) { Notes = [$"{General} is absent: {reason.Message}"] };
        }

        var (device, driver) = (environment["device"], environment.GetValueOrDefault("driver", ""));
        var data = parts.Validation is null ? "drawn images" : "Fashion-MNIST";
        var (verdicts, trainings) = (new List<Verdict>(), new List<TrainingFigures>());
        var notes = new List<string> { $"{device}, {driver}; {parts.Train.Rows} rows, {data}" };
        foreach (var entrant in Entrants)
        {
            bench.Cancellation.ThrowIfCancellationRequested();
            try
            {
                var figures = ShuffledFit.Measure(
                    make(entrant.Backend),
                    Work(parts.Train, entrant.BatchSize),
                    bench.IsQuick ? TimeSpan.Zero : entrant.WarmUp,
                    bench.Rounds(5),
                    bench.Cancellation
                );
                trainings.Add(figures);
                notes.Add(Note(figures));
                if (entrant.Goal is { } goal)
                {
                    verdicts.Add(Judge.Of(goal, figures.Median));
                }
            }
            // One path that fails takes nothing from the others.
            catch (Exception reason) when (reason is NotSupportedException or DeviceException)
            {
                notes.Add($"{entrant.Name} gave no figures: {reason.Message}");
                if (entrant.Goal is { } goal)
                {
                    verdicts.Add(new(goal, null, Outcome.NotMeasured, reason.Message));
                }
            }
        }

        RequireEqualWork(trainings);
        var accuracy = parts.Validation is { } validation
            ? Accuracy(bench, parts.Train, validation, notes)
            : null;
        return new([.. trainings.Select(figures => figures.ToTimes())], verdicts)
        {
            Notes = notes,
            Gpu = new(device, driver, data, trainings, accuracy),
        };
    }

    private static TrainingWork Work(Samples rows, int batchSize) =>
        TrainingWork.Of(
            FashionTraining.Layers(),
            "sparse_categorical_crossentropy",
            rows,
            batchSize,
            Epochs
        );

    private AccuracyFigures? Accuracy(
        Bench bench,
        Samples train,
        Samples validation,
        List<string> notes
    )
    {
        try
        {
            var figures = TimeToAccuracy.Measure(
                make(Persistent),
                Work(train, SmallBatch),
                validation,
                Compiling,
                bench.Cancellation
            );
            notes.Add(
                FormattableString.Invariant(
                    $"{Persistent}, batch {SmallBatch}: validation accuracy {figures.Accuracy:F4}{(figures.IsReached ? "" : $", below {figures.Wanted},")} after {Count.Of(figures.Epochs, "epoch")} in {figures.Seconds:F3} s, validation included"
                )
            );
            return figures;
        }
        catch (Exception reason) when (reason is NotSupportedException or DeviceException)
        {
            notes.Add($"{Persistent} reached no accuracy: {reason.Message}");
            return null;
        }
    }

    private static void RequireEqualWork(IEnumerable<TrainingFigures> trainings)
    {
        using var race = new Race(EqualWork);
        foreach (var alike in trainings.GroupBy(figures => figures.BatchSize))
        {
            race.RequireEqualWork([
                .. alike.Select(figures =>
                    (figures.Name, (IReadOnlyList<double>)[figures.LastLoss])
                ),
            ]);
        }
    }

    private static string Note(TrainingFigures figures) =>
        FormattableString.Invariant(
            $"{figures.Name}: {figures.Median:F1} us a step, {figures.MedianWithOrder:F1} with bringing the order of the rows; {figures.RowsASecond / 1e6:F2} million rows a second; loss {figures.LastLoss:F6} after {figures.Epochs} epochs"
        );

    private sealed record Entrant(string Backend, int BatchSize, TimeSpan WarmUp, Goal? Goal)
    {
        public string Name => $"{Backend}, batch {BatchSize}";
    }
}
