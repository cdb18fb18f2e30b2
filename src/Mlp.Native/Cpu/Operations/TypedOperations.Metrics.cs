using Mlp.Metrics;

namespace Mlp.Native;

internal sealed unsafe partial class TypedOperations<T, L>
{
    public MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    )
    {
        var meant = AccuracyKind.Resolve(metric, labels.Shape, predictions.Shape);

        if (labels.Rank == 1 && predictions.Rank == 1 && meant is not BinaryAccuracy)
        {
            return OfVectors(meant, labels, predictions, sampleWeight, batchSize);
        }

        var rows = predictions.Rows;
        var width = predictions.Length / rows;
        var outputs = new PaddedRows<T>(ValuesOf(predictions), rows, width);
        var y = ValuesOf(labels);
        var labelWidth = labels.Length / rows;
        var kernel = MetricRows<T>.Create<L>(meant, width);
        var weights = sampleWeight is null ? default : ValuesOf(sampleWeight);

        var values = new double[rows];
        var running = new List<double>();
        var mean = new RunningMean();
        fixed (T* label = y)
        {
            for (var row = 0; row < rows; row++)
            {
                values[row] = kernel.Row(outputs.At(row), label + ((nint)row * labelWidth));
                mean.Add(values[row], weights.IsEmpty ? 1 : double.CreateTruncating(weights[row]));
                if ((row + 1) % batchSize == 0 || row + 1 == rows)
                {
                    running.Add(Figure(meant, mean));
                }
            }
        }

        GC.KeepAlive(outputs);
        var perSample = meant is BinaryAccuracy binary
            ? Hits(binary, y, predictions)
            : Round(values, rows);
        return new(Round([.. running], running.Count), Scalar(running[^1]), perSample);
    }

    // A vector against a vector is one sample of as many outputs; so is each batch of it, taken with each of its weights.
    private static MetricTrace OfVectors(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    )
    {
        var running = new List<double>();
        var mean = new RunningMean();
        for (var start = 0; start < predictions.Length; start += batchSize)
        {
            var end = start + Math.Min(batchSize, predictions.Length - start);
            var value = OfVector(metric, labels.Slice(start, end), predictions.Slice(start, end));
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

        return new(
            Round([.. running], running.Count),
            Scalar(running[^1]),
            Scalar(OfVector(metric, labels, predictions))
        );
    }

    private static double OfVector(Metric metric, Tensor labels, Tensor predictions)
    {
        var outputs = new PaddedRows<T>(ValuesOf(predictions), 1, predictions.Length);
        var kernel = MetricRows<T>.Create<L>(metric, predictions.Length);
        fixed (T* label = ValuesOf(labels))
        {
            var value = kernel.Row(outputs.At(0), label);
            GC.KeepAlive(outputs);
            return value;
        }
    }

    private static double Figure(Metric metric, RunningMean mean) =>
        metric is RootMeanSquaredError ? Math.Sqrt(mean.Value) : mean.Value;

    private static Tensor<T> Hits(BinaryAccuracy metric, ReadOnlySpan<T> labels, Tensor predictions)
    {
        var hits = new T[predictions.Length];
        var p = ValuesOf(predictions);
        var threshold = T.CreateTruncating(metric.Threshold);
        for (var i = 0; i < hits.Length; i++)
        {
            hits[i] = BinaryAccuracyRows<T>.Hit(p[i], labels[i], threshold) ? T.One : T.Zero;
        }

        return new(hits, [.. predictions.Shape]);
    }
}
