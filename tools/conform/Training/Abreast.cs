using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>One epoch of two trainings of the same rows in the same order from the same weights.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Left">Figures of the first backend.</param>
/// <param name="Right">Figures of the second.</param>
/// <param name="LossGap">|left - right| of the loss, relative to max(1, |left|).</param>
/// <param name="WeightGap">Largest |left - right| of a weight after the epoch, relative to the largest weight.</param>
internal sealed record EpochPair(int Epoch, Logs Left, Logs Right, double LossGap, double WeightGap)
{
    // tolerances.md: what a whole fit with SGD is held to, up to 800 steps.
    private const double Bound = 1e-5;

    /// <summary>Whether loss or weights lie farther apart than short fits may.</summary>
    public bool Diverged => !(LossGap <= Bound && WeightGap <= Bound);
}

/// <summary>Trains on a real data set and keeps what there was after each epoch.</summary>
internal static class Abreast
{
    /// <summary>Figures and weights after each epoch.</summary>
    public static IReadOnlyList<(Logs Logs, Weights Weights)> Train(
        Walkthrough walkthrough,
        IBackend backend,
        int epochs,
        int seed,
        CancellationToken cancellation
    )
    {
        var (train, validation, _) = walkthrough.Split(seed);
        using var model = backend.Compile(
            walkthrough.Model,
            walkthrough.Compile,
            InitialWeights.Create(walkthrough.Model, seed, walkthrough.Compile.Precision)
        );
        var keeper = new Keeper();
        model.Fit(
            train,
            new()
            {
                Epochs = epochs,
                BatchSize = walkthrough.Hyperparameters.BatchSize,
                Validation = validation,
                RowOrder = new SeededRowOrder(seed),
                Callbacks = [keeper],
                Cancellation = cancellation,
            }
        );
        return keeper.Epochs;
    }

    /// <summary>Two such trainings, epoch by epoch.</summary>
    public static IEnumerable<EpochPair> Pair(
        IReadOnlyList<(Logs Logs, Weights Weights)> left,
        IReadOnlyList<(Logs Logs, Weights Weights)> right
    ) =>
        left.Zip(right, (a, b) => (Left: a, Right: b))
            .Select(
                (pair, epoch) =>
                    new EpochPair(
                        epoch + 1,
                        pair.Left.Logs,
                        pair.Right.Logs,
                        Math.Abs(pair.Left.Logs["loss"] - pair.Right.Logs["loss"])
                            / Math.Max(1, Math.Abs(pair.Left.Logs["loss"])),
                        Gap(pair.Left.Weights, pair.Right.Weights)
                    )
            );

    private static double Gap(Weights left, Weights right)
    {
        var (gap, largest) = (0.0, 0.0);
        foreach (var (a, b) in left.Zip(right))
        {
            for (var i = 0; i < a.Length; i++)
            {
                gap = Math.Max(gap, Math.Abs(a[i] - b[i]));
                largest = Math.Max(largest, Math.Abs(a[i]));
            }
        }

        return gap == 0 ? 0 : gap / largest;
    }

    private sealed class Keeper : Callback
    {
        public List<(Logs, Weights)> Epochs { get; } = [];

        public override void OnEpochEnd(ITraining training, EpochRecord epoch) =>
            Epochs.Add((epoch.Logs, training.Model.GetWeights()));
    }
}
