using Mlp.Losses;
using Mlp.Metrics;

namespace Mlp;

// Labels against predictions: what a loss or a metric can pair.
public static partial class Check
{
    /// <summary>Labels, predictions and weights that the loss can take: shapes paired, sparse labels whole and in range.</summary>
    public static void Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        Predictions(predictions);
        LossLabels(loss, labels, predictions.Shape, nameof(labels));
        RowWeights(sampleWeight, predictions.Rows, nameof(sampleWeight));
    }

    /// <summary>Labels, predictions and weights that the metric can take.</summary>
    public static void Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    )
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        AtLeastOne(batchSize, nameof(batchSize));
        Predictions(predictions);
        MetricLabels(metric, labels, predictions.Shape, nameof(labels));
        RowWeights(sampleWeight, predictions.Rows, nameof(sampleWeight));
    }

    private static void Predictions(Tensor predictions)
    {
        Floating(predictions, nameof(predictions));
        if (predictions.Rank is not (1 or 2) || predictions.Length == 0)
        {
            throw new ArgumentException(
                $"predictions are {predictions}; they must be [rows, outputs] or [outputs], and not empty.",
                nameof(predictions)
            );
        }
    }

    private static void LossLabels(
        Loss loss,
        Tensor labels,
        IReadOnlyList<int> predictions,
        string argument
    )
    {
        if (loss is SparseCategoricalCrossentropy sparse)
        {
            SparseShape(loss.Name, labels, predictions, argument);
            SparseRange(labels, predictions[1], sparse.IgnoreClass, argument);
        }
        else
        {
            Paired(loss.Name, labels, predictions, argument);
        }
    }

    private static void MetricLabels(
        Metric metric,
        Tensor labels,
        IReadOnlyList<int> predictions,
        string argument
    )
    {
        switch (metric)
        {
            case SparseCategoricalAccuracy or SparseTopKCategoricalAccuracy:
            case Accuracy when predictions.Count == 2 && predictions[1] != 1 && IsSparse(labels):
                SparseShape(metric.Name, labels, predictions, argument);
                break;
            default:
                Paired(metric.Name, labels, predictions, argument);
                break;
        }

        if (
            metric is TopKCategoricalAccuracy { K: < 1 } or SparseTopKCategoricalAccuracy { K: < 1 }
        )
        {
            throw new ArgumentOutOfRangeException(
                nameof(metric),
                $"{metric} was given; K must be at least 1."
            );
        }
    }

    private static bool IsSparse(Tensor labels) =>
        labels.Rank == 1 || (labels.Rank == 2 && labels.Shape[1] == 1);

    private static void SparseShape(
        string name,
        Tensor labels,
        IReadOnlyList<int> predictions,
        string argument
    )
    {
        if (predictions.Count != 2 || !IsSparse(labels) || labels.Rows != predictions[0])
        {
            throw new ArgumentException(
                $"{argument} is {labels} against predictions {Format(predictions)}; {name} pairs integer labels "
                    + "[n] or [n, 1] with [n, classes]. One-hot labels belong to the categorical one.",
                argument
            );
        }
    }

    private static void SparseRange(Tensor labels, int classes, int? ignored, string argument)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            if (label == ignored)
            {
                continue;
            }

            if (label != Math.Truncate(label))
            {
                throw new ArgumentException(
                    $"{argument} holds {label} at row {i}; class labels must be whole numbers.",
                    argument
                );
            }

            // Written so that NaN is refused too.
            if (!(label >= 0 && label < classes))
            {
                throw new ArgumentOutOfRangeException(
                    argument,
                    $"{argument} holds {label} at row {i}; class labels must lie in 0 to {classes - 1}."
                );
            }
        }
    }

    // As Keras pairs them: equal shapes, or [n] with [n, 1] either way round. Anything else would broadcast.
    private static void Paired(
        string name,
        Tensor labels,
        IReadOnlyList<int> predictions,
        string argument
    )
    {
        var equal = labels.Shape.SequenceEqual(predictions);
        var column =
            (
                labels.Rank == 1
                && predictions.Count == 2
                && predictions[1] == 1
                && labels.Rows == predictions[0]
            )
            || (
                labels.Rank == 2
                && labels.Shape[1] == 1
                && predictions.Count == 1
                && labels.Rows == predictions[0]
            );
        if (!equal && !column)
        {
            throw new ArgumentException(
                $"{argument} is {labels} against predictions {Format(predictions)}; {name} needs equal shapes, or [n] "
                    + "against [n, 1]. Integer labels of classes belong to the sparse one.",
                argument
            );
        }
    }

    /// <summary>Weights <c>[rows]</c> or <c>[rows, 1]</c> that hold no NaN; null is fine.</summary>
    public static void RowWeights(Tensor? weights, int rows, string argument)
    {
        if (weights is null)
        {
            return;
        }

        if (!IsSparse(weights) || weights.Rows != rows)
        {
            throw new ArgumentException(
                $"{argument} is {weights} for {rows} rows; it must be [{rows}] or [{rows}, 1].",
                argument
            );
        }

        NoNaN(weights, argument);
    }
}
