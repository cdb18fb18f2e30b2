using Mlp.Metrics;

namespace Mlp.Native;

/// <summary>Which accuracy is meant, by the shapes: predictions with last axis 1 binary; else labels of lower rank, or with last axis 1, sparse; else categorical.</summary>
internal static class AccuracyKind
{
    /// <summary>The metric that is meant; anything but <see cref="Accuracy"/> is itself.</summary>
    public static Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labels,
        IReadOnlyList<int> predictions
    )
    {
        if (metric is not Accuracy)
        {
            return metric;
        }

        if (predictions.Count > 0 && predictions[^1] == 1)
        {
            return new BinaryAccuracy { Key = metric.Key };
        }

        return labels.Count < predictions.Count || labels[^1] == 1
            ? new SparseCategoricalAccuracy { Key = metric.Key }
            : new CategoricalAccuracy { Key = metric.Key };
    }
}
