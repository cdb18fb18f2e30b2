using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp;

/// <summary>How a model is to be trained and watched.</summary>
/// <param name="Loss">What to minimise. A softmax or sigmoid output followed by its cross-entropy is computed from the logits.</param>
/// <param name="Optimizer">How gradients move weights.</param>
public sealed record CompileSpec(Loss Loss, Optimizer Optimizer)
{
    /// <summary>Figures that ignore sample and class weights.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Figures that use them: sum(w*m) / sum(w) over the epoch, 0 where all are 0.</summary>
    public IReadOnlyList<Metric> WeightedMetrics { get; init; } = [];

    /// <summary>The type computed in.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// The log key of each metric, then of each weighted metric: its <see cref="Metric.Key"/>; a weighted one whose key is
    /// also among the unweighted gets <c>weighted_</c> before it.
    /// </summary>
    /// <exception cref="ArgumentException">A key appears twice.</exception>
    public IReadOnlyList<string> MetricKeys
    {
        get
        {
            string[] plain = [.. Metrics.Select(metric => metric.Key)];
            string[] keys =
            [
                .. plain,
                .. WeightedMetrics.Select(metric =>
                    plain.Contains(metric.Key) ? "weighted_" + metric.Key : metric.Key
                ),
            ];
            var twice = keys.Prepend("loss")
                .GroupBy(key => key)
                .FirstOrDefault(group => group.Count() > 1);
            return twice is null
                ? keys
                : throw new ArgumentException(
                    $"Metric key '{twice.Key}' appears twice; give each metric a Key of its own."
                );
        }
    }
}
