namespace Mlp;

/// <summary>Which way a watched figure gets better.</summary>
public enum MonitorMode
{
    /// <summary>Up for names that hold "acc", else down.</summary>
    Auto,

    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Larger is better.</summary>
    Max,
}

/// <summary>Keeps the weights of the epoch whose watched figure was best, and when asked gives them back to the model at the end.</summary>
/// <param name="monitor">The figure watched.</param>
/// <param name="mode">Which way it gets better.</param>
/// <param name="restore">Set the model to the best weights when training ends.</param>
public sealed class BestWeights(
    string monitor = "val_loss",
    MonitorMode mode = MonitorMode.Auto,
    bool restore = false
) : Callback
{
    private Improvement best = new(monitor, mode, 0);

    /// <summary>The best weights; null before the first epoch with a finite figure.</summary>
    public Weights? Weights { get; private set; }

    /// <summary>The epoch of <see cref="Weights"/>, from 0; -1 before.</summary>
    public int Epoch { get; private set; } = -1;

    /// <inheritdoc/>
    public override void OnTrainBegin(ITraining training)
    {
        best = new(monitor, mode, 0);
        (Weights, Epoch) = (null, -1);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(epoch);
        if (best.Improves(epoch.Logs))
        {
            (Weights, Epoch) = (training.Model.GetWeights(), epoch.Epoch);
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

/// <summary>Remembers the best value of one figure.</summary>
internal sealed class Improvement(string monitor, MonitorMode mode, double minDelta)
{
    private readonly bool up =
        mode == MonitorMode.Max
        || (mode == MonitorMode.Auto && monitor.Contains("acc", StringComparison.Ordinal));
    private double? best;

    /// <summary>A figure that counts as the best so far before any was seen; null for none.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the figure is better than the best so far by more than minDelta; then it is the best. NaN never is.</summary>
    public bool Improves(Logs logs)
    {
        var value = logs[monitor];
        var limit = best ?? Baseline;
        var better =
            !double.IsNaN(value)
            && (limit is null || (up ? value - minDelta > limit : value + minDelta < limit));
        if (better)
        {
            best = value;
        }

        return better;
    }
}
