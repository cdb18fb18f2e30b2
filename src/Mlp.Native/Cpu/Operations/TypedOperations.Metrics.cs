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

        // Vectors are one value a row, but for a class to be found among them.
        var wholeVector =
            predictions.Rank == 1 && meant is CategoricalAccuracy or TopKCategoricalAccuracy;
        var rows = wholeVector ? 1 : predictions.Rows;
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
                    running.Add(meant is RootMeanSquaredError ? Math.Sqrt(mean.Value) : mean.Value);
                }
            }
        }

        GC.KeepAlive(outputs);
        var perSample = meant is BinaryAccuracy binary
            ? Hits(binary, y, predictions)
            : Round(values, rows);
        return new(Round([.. running], running.Count), Scalar(running[^1]), perSample);
    }

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
