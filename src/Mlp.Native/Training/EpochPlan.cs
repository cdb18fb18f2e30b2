using Mlp.Metrics;

namespace Mlp.Native;

/// <summary>A pass over rows, in batches: what an engine needs to know of it.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="BatchSize">Rows a step; the last step has the remainder.</param>
/// <param name="Metrics">What to watch, in the order of the logs.</param>
internal sealed record EpochPlan(
    PreparedRows Rows,
    int BatchSize,
    IReadOnlyList<WatchedMetric> Metrics
)
{
    /// <summary>The order of the rows; null as they come.</summary>
    public int[]? Order { get; init; }

    /// <summary>The rate of each step, as the precision holds it; empty when nothing is trained.</summary>
    public double[] Rates { get; init; } = [];

    /// <summary>Steps trained before this pass.</summary>
    public long FirstStep { get; set; }

    /// <summary>Number of steps.</summary>
    public int Steps => (Rows.Count + BatchSize - 1) / BatchSize;
}

/// <summary>A metric to watch, with accuracy already resolved by the shapes.</summary>
/// <param name="Metric">Which metric.</param>
/// <param name="Weighted">Whether row weights act on it.</param>
internal readonly record struct WatchedMetric(Metric Metric, bool Weighted)
{
    /// <summary>All metrics of a model for labels of that shape.</summary>
    public static IReadOnlyList<WatchedMetric> All(
        ModelSpec model,
        CompileSpec compile,
        Tensor labels
    )
    {
        int[] predictions = [labels.Rows, model.Outputs];
        return
        [
            .. compile.Metrics.Select(m => new WatchedMetric(Resolve(m), false)),
            .. compile.WeightedMetrics.Select(m => new WatchedMetric(Resolve(m), true)),
        ];

        Metric Resolve(Metric metric) => AccuracyKind.Resolve(metric, labels.Shape, predictions);
    }
}
