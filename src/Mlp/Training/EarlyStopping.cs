namespace Mlp;

/// <summary>
/// Ends training when the watched figure has not got better by more than minDelta for patience epochs.
/// Source: keras.callbacks.EarlyStopping.
/// </summary>
/// <param name="monitor">The figure watched.</param>
/// <param name="patience">Epochs without improvement to bear, 0 or more.</param>
/// <param name="minDelta">What counts as improvement, 0 or more.</param>
/// <param name="mode">Which way the figure gets better.</param>
/// <param name="baseline">A value to beat: until then an improvement puts the end off, but does not give patience anew. Null for none.</param>
/// <param name="restoreBestWeights">
/// Set the model to the weights of the best epoch when training ends. Weights that hold NaN are never the best; where there are no
/// others, the model keeps those that it came to.
/// </param>
/// <param name="startFromEpoch">Epochs to let pass before watching.</param>
/// <exception cref="ArgumentOutOfRangeException">The patience is below 0, or minDelta below 0 or NaN.</exception>
public sealed class EarlyStopping(
    string monitor = "val_loss",
    int patience = 0,
    double minDelta = 0,
    MonitorMode mode = MonitorMode.Auto,
    double? baseline = null,
    bool restoreBestWeights = false,
    int startFromEpoch = 0
) : Callback
{
    private readonly int patience =
        patience >= 0
            ? patience
            : throw new ArgumentOutOfRangeException(
                nameof(patience),
                $"patience {patience} was given; it must be 0 or more."
            );

    // Written so that NaN is refused too.
    private readonly double minDelta =
        minDelta >= 0
            ? minDelta
            : throw new ArgumentOutOfRangeException(
                nameof(minDelta),
                $"minDelta {minDelta} was given; it must be 0 or more."
            );

    private Improvement best = new(monitor, mode, minDelta);
    private Weights? bestWeights;
    private int waited;

    /// <summary>The epoch after which training was ended, from 0; null when it ran to its end.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>The best epoch so far, from 0; 0 before there is one, too.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override string Monitor => monitor;

    /// <inheritdoc/>
    public override void OnTrainBegin(ITraining training)
    {
        best = new(monitor, mode, minDelta);
        (bestWeights, waited, StoppedEpoch, BestEpoch) = (null, 0, null, 0);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(epoch);
        if (epoch.Epoch < startFromEpoch)
        {
            return;
        }

        var value = epoch.Logs[monitor];
        var improves = best.Improves(value);

        // The first epoch watched is kept even where its figure is not finite, so that there is something to restore.
        if (improves || (restoreBestWeights && bestWeights is null))
        {
            // After a step that diverged the figure may still be the best one: it is of the weights before.
            var weights = restoreBestWeights ? training.Model.GetWeights() : null;
            if (weights is not { HasNaN: true })
            {
                (BestEpoch, bestWeights) = (epoch.Epoch, weights);
            }
        }

        waited++;
        if (improves)
        {
            if (baseline is not { } goal || best.IsBetter(value, goal))
            {
                waited = 0;
            }
        }
        else if (waited >= patience && epoch.Epoch > 0)
        {
            StoppedEpoch = epoch.Epoch;
            training.Stop();
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(ITraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (restoreBestWeights && bestWeights is not null)
        {
            training.Model.SetWeights(bestWeights);
        }
    }
}
