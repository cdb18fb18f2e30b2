using Mlp.Metrics;

namespace Mlp.TorchSharp;

/// <summary>Loss and metrics of an epoch, or of an evaluation, while its batches go by.</summary>
internal sealed class RunningFigures(CompileSpec compile)
{
    private readonly RunningMean loss = new();
    private readonly RunningMean[] metrics =
    [
        .. compile.Metrics.Concat(compile.WeightedMetrics).Select(_ => new RunningMean()),
    ];

    /// <summary>The figures so far, in their order.</summary>
    public Logs Logs =>
        new([
            ("loss", loss.Value),
            .. compile.MetricKeys.Select((key, i) => (key, Value(Metric(i), metrics[i]))),
        ]);

    /// <summary>Adds a batch. Its loss counts by its rows; metrics by rows, or by weight where they are weighted.</summary>
    public void Add(
        torch.Tensor batchLoss,
        Tensor labels,
        torch.Tensor outputs,
        torch.Tensor? weights
    )
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        loss.Add(batchLoss.ToDouble(), labels.Rows);
        int[] shape = [.. outputs.shape.Select(size => (int)size)];
        for (var i = 0; i < metrics.Length; i++)
        {
            var metric = MetricFormula.Resolve(Metric(i), labels.Shape, shape);
            metrics[i]
                .Add(
                    MetricFormula.Values(metric, labels, outputs),
                    i < compile.Metrics.Count ? null : weights
                );
        }
    }

    /// <summary>The value of a metric whose mean has run so far: the mean, or its root.</summary>
    public static double Value(Metric metric, RunningMean mean) =>
        metric is RootMeanSquaredError ? Math.Sqrt(mean.Value) : mean.Value;

    private Metric Metric(int i) =>
        i < compile.Metrics.Count
            ? compile.Metrics[i]
            : compile.WeightedMetrics[i - compile.Metrics.Count];
}
