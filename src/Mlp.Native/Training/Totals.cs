using Mlp.Metrics;

namespace Mlp.Native;

/// <summary>Running loss and metrics of an epoch. Engines add to them, step by step.</summary>
internal sealed class Totals(CompileSpec compile)
{
    private readonly IReadOnlyList<string> keys = compile.MetricKeys;
    private readonly bool[] roots =
    [
        .. compile.Metrics.Concat(compile.WeightedMetrics).Select(m => m is RootMeanSquaredError),
    ];
    private readonly RunningMean[] metrics = new RunningMean[compile.MetricKeys.Count];
    private RunningMean loss;

    /// <summary>Takes in the loss of a batch, which weighs as many rows as it has.</summary>
    public void AddLoss(double value, int rows) => loss.Add(value, rows);

    /// <summary>Takes in a value of a metric.</summary>
    public void AddMetric(int metric, double value, double weight) =>
        metrics[metric].Add(value, weight);

    /// <summary>A metric so far; whoever adds many values to it takes it out, and puts it back.</summary>
    public ref RunningMean Metric(int metric) => ref metrics[metric];

    /// <summary>Starts afresh.</summary>
    public void Clear()
    {
        loss = default;
        Array.Clear(metrics);
    }

    /// <summary>The values so far.</summary>
    public Logs ToLogs()
    {
        var entries = new (string, double)[metrics.Length + 1];
        entries[0] = ("loss", loss.Value);
        for (var i = 0; i < metrics.Length; i++)
        {
            var value = metrics[i].Value;
            entries[i + 1] = (keys[i], roots[i] ? Math.Sqrt(value) : value);
        }

        return new(entries);
    }
}
