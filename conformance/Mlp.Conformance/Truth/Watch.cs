using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>
/// The figures of an epoch as it goes: the mean of batch losses, each with its rows as weight; metrics without weights;
/// weighted metrics as sum(w*m) / sum(w). Kept in double whatever the model computes in.
/// </summary>
internal sealed class Watch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<string> keys;
    private readonly RunningMean<double> loss = new();
    private readonly (Metrics<T> Figure, bool Weighted, RunningMean<double> Mean)[] metrics;

    /// <param name="compile">What to watch.</param>
    /// <param name="labels">The shape of labels.</param>
    /// <param name="outputs">Outputs of the model.</param>
    public Watch(CompileSpec compile, IReadOnlyList<int> labels, int outputs)
    {
        keys = compile.MetricKeys;
        metrics =
        [
            .. compile
                .Metrics.Select(metric => (metric, Weighted: false))
                .Concat(compile.WeightedMetrics.Select(metric => (metric, Weighted: true)))
                .Select(entry =>
                    (
                        new Metrics<T>(
                            Metrics<T>.Resolve(entry.metric, labels, [labels[0], outputs])
                        ),
                        entry.Weighted,
                        new RunningMean<double>()
                    )
                ),
        ];
    }

    /// <summary>The figures so far.</summary>
    public Logs Logs =>
        new(
            metrics
                .Select((metric, i) => (keys[i], metric.Figure.Result(metric.Mean)))
                .Prepend(("loss", loss.Value))
        );

    /// <summary>Adds a batch: its loss and its outputs.</summary>
    public void Add(T batchLoss, Samples batch, Tensor outputs)
    {
        loss.Add(double.CreateChecked(batchLoss), batch.Rows);
        foreach (var (figure, weighted, mean) in metrics)
        {
            figure.Add(mean, batch.Y, outputs, weighted ? batch.SampleWeight : null);
        }
    }
}
