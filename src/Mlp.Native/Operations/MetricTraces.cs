using System.Numerics;
using Mlp.Metrics;

namespace Mlp.Native;

/// <summary>The value of a metric for each of that many rows of predictions, and of labels.</summary>
internal delegate double[] MetricOfRows(Metric metric, Tensor labels, Tensor predictions, int rows);

/// <summary>What a metric shows batch by batch, made of its values in rows.</summary>
internal static class MetricTraces
{
    /// <summary>The running value after each batch, the last one, and the value of each sample.</summary>
    public static MetricTrace Of<T>(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize,
        MetricOfRows valuesOf
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var meant = AccuracyKind.Resolve(metric, labels.Shape, predictions.Shape);
        if (labels.Rank == 1 && predictions.Rank == 1 && meant is not BinaryAccuracy)
        {
            return OfVectors<T>(meant, labels, predictions, sampleWeight, batchSize, valuesOf);
        }

        var rows = predictions.Rows;
        var values = valuesOf(meant, labels, predictions, rows);
        var weights = sampleWeight is null ? default : Values<T>.Of(sampleWeight);
        var running = new List<double>();
        var mean = new RunningMean();
        for (var row = 0; row < rows; row++)
        {
            mean.Add(values[row], weights.IsEmpty ? 1 : double.CreateTruncating(weights[row]));
            if ((row + 1) % batchSize == 0 || row + 1 == rows)
            {
                running.Add(Figure(meant, mean));
            }
        }

        // Of each value by itself, for the binary one.
        var perSample =
            meant is BinaryAccuracy
                ? Values<T>.Round(
                    valuesOf(meant, labels, predictions, predictions.Length),
                    [.. predictions.Shape]
                )
                : Values<T>.Round(values, rows);
        return Trace(running, perSample);
    }

    // A vector against a vector is one sample of as many outputs; so is each batch of it, taken with each of its weights.
    private static MetricTrace OfVectors<T>(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize,
        MetricOfRows valuesOf
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var running = new List<double>();
        var mean = new RunningMean();
        for (var start = 0; start < predictions.Length; start += batchSize)
        {
            var end = start + Math.Min(batchSize, predictions.Length - start);
            var value = valuesOf(
                metric,
                labels.Slice(start, end),
                predictions.Slice(start, end),
                1
            )[0];
            if (sampleWeight is null)
            {
                mean.Add(value, 1);
            }

            for (var row = start; sampleWeight is not null && row < end; row++)
            {
                mean.Add(value, sampleWeight[row]);
            }

            running.Add(Figure(metric, mean));
        }

        return Trace(running, Values<T>.Scalar(valuesOf(metric, labels, predictions, 1)[0]));
    }

    private static MetricTrace Trace<T>(List<double> running, Tensor<T> perSample)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(Values<T>.Round([.. running], running.Count), Values<T>.Scalar(running[^1]), perSample);

    private static double Figure(Metric metric, RunningMean mean) =>
        metric is RootMeanSquaredError ? Math.Sqrt(mean.Value) : mean.Value;
}
