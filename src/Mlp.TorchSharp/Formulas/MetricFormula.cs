using Mlp.Metrics;

namespace Mlp.TorchSharp;

/// <summary>What a metric makes of one row, or of one element.</summary>
internal static class MetricFormula
{
    /// <summary>Which accuracy <see cref="Accuracy"/> means; anything else is itself.</summary>
    public static Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    )
    {
        if (metric is not Accuracy)
        {
            return metric;
        }

        if (predictionShape[^1] == 1)
        {
            return new BinaryAccuracy { Key = metric.Key };
        }

        return labelShape.Count < predictionShape.Count || labelShape[^1] == 1
            ? new SparseCategoricalAccuracy { Key = metric.Key }
            : new CategoricalAccuracy { Key = metric.Key };
    }

    /// <summary>
    /// The values, in the predictions' type: <c>[n]</c>, or for <see cref="BinaryAccuracy"/> one an element. Squared errors for
    /// <see cref="RootMeanSquaredError"/>.
    /// </summary>
    /// <param name="metric">A resolved metric.</param>
    /// <param name="labels">Labels of the rows.</param>
    /// <param name="predictions"><c>[n, outputs]</c>.</param>
    public static torch.Tensor Values(Metric metric, Tensor labels, torch.Tensor predictions)
    {
        var device = predictions.device;
        switch (metric)
        {
            // Labels are compared as float64, which holds every label exactly.
            case SparseCategoricalAccuracy:
                return labels
                    .ToTorch(Precision.Float64, device)
                    .flatten()
                    .eq(predictions.argmax(-1))
                    .to(predictions.dtype);

            case SparseTopKCategoricalAccuracy top:
                return TopK(
                    labels.ToTorch(Precision.Float64, device).flatten(),
                    predictions,
                    top.K
                );
        }

        var precision =
            predictions.dtype == torch.ScalarType.Float64 ? Precision.Float64 : Precision.Float32;
        var (y, p) = LossFormula.Pair(labels.ToTorch(precision, device), predictions);
        return metric switch
        {
            BinaryAccuracy binary => y.eq(p.gt(torch.tensor(binary.Threshold)))
                .to(p.dtype)
                .reshape(predictions.shape),
            CategoricalAccuracy => y.argmax(-1).eq(p.argmax(-1)).to(p.dtype),
            TopKCategoricalAccuracy top => TopK(y.argmax(-1), p, top.K),
            MeanSquaredError or RootMeanSquaredError => (p - y).Squared().mean([-1]),
            MeanAbsoluteError => (p - y).abs().mean([-1]),
            _ => throw new NotSupportedException($"{metric.Name} is not known to this backend."),
        };
    }

    // A row hits when fewer than k predictions are above that of its class. NaN is above everything, and as the class's
    // own prediction it misses; so does a class that is none of the columns.
    private static torch.Tensor TopK(torch.Tensor classes, torch.Tensor predictions, int k)
    {
        var columns = predictions.shape[^1];
        var column = classes.to(torch.ScalarType.Int64).Clamped(0, columns - 1);
        var known = classes.eq(column);
        var own = predictions.gather(-1, column.unsqueeze(-1));
        var above = predictions.gt(own).logical_or(predictions.isnan()).sum(-1);
        return above
            .lt(torch.tensor(k))
            .logical_and(own.squeeze(-1).isnan().logical_not())
            .logical_and(known)
            .to(predictions.dtype);
    }
}
