namespace Mlp;

/// <summary>
/// Keeps the weights of the epoch whose watched figure was best, and when asked gives them back to the model at the end. Weights that
/// hold NaN are never the best.
/// </summary>
/// <param name="monitor">The figure watched.</param>
/// <param name="mode">Which way it gets better.</param>
/// <param name="restore">Set the model to the best weights when training ends.</param>
public sealed class BestWeights(
    string monitor = "val_loss",
    MonitorMode mode = MonitorMode.Auto,
    bool restore = false
) : Callback
{
    private Improvement best = new(monitor, mode);

    /// <summary>The best weights; null before the first epoch with a finite figure and weights without NaN.</summary>
    public Weights? Weights { get; private set; }

    /// <summary>The epoch of <see cref="Weights"/>, from 0; -1 before.</summary>
    public int Epoch { get; private set; } = -1;

    /// <inheritdoc/>
    public override string Monitor => monitor;

    /// <inheritdoc/>
    public override void OnTrainBegin(ITraining training)
    {
        best = new(monitor, mode);
        (Weights, Epoch) = (null, -1);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(epoch);
        if (
            best.Improves(epoch.Logs[monitor])
            && training.Model.GetWeights() is { HasNaN: false } weights
        )
        {
            (Weights, Epoch) = (weights, epoch.Epoch);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(ITraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (restore && Weights is not null)
        {
            training.Model.SetWeights(Weights);
        }
    }
}
