using Mlp.Metrics;
using Mlp.Native;

namespace Mlp.Gpu;

internal sealed partial class GpuOperations<T>
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
        var values = OfRows(meant, labels, predictions, rows);
        var weights = sampleWeight is null ? default : ValuesOf(sampleWeight);
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
                ? Round(
                    OfRows(meant, labels, predictions, predictions.Length),
                    [.. predictions.Shape]
                )
                : Round(values, rows);
        return new(Round([.. running], running.Count), Scalar(running[^1]), perSample);
    }

    // A vector against a vector is one sample of as many outputs; so is each batch of it, taken with each of its weights.
    private MetricTrace OfVectors(
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
            var value = OfRows(
                metric,
                labels.Slice(start, end),
                predictions.Slice(start, end),
                rows: 1
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

        return new(
            Round([.. running], running.Count),
            Scalar(running[^1]),
            Scalar(OfRows(metric, labels, predictions, rows: 1)[0])
        );
    }

    // The value of each of that many rows, by the kernel that follows the last product.
    private double[] OfRows(Metric metric, Tensor labels, Tensor predictions, int rows)
    {
        var width = predictions.Length / rows;
        using var given = ToDevice(predictions);
        using var truth = ToDevice(labels);
        using var figures = new DeviceArray<T>(Device, 2L * rows);
        var table = MetricTable<T>.Of(Device, [MetricCode.Of(metric)]);
        var y = DeviceMatrix<T>.Plain(given, width);
        Kernels.Head(
            new()
            {
                Z = y,
                Y = y,
                Rows = rows,
                Outputs = width,
                Activation = new(ActivationKind.Linear),
                Loss = LossCode.None,
                Labels = truth,
                LabelWidth = labels.Length / rows,
                Metrics = table,
                Figures = figures,
            }
        );
        var values = figures.Read(2 * rows);
        table.Free();
        return
        [
            .. Enumerable
                .Range(0, rows)
                .Select(row => double.CreateTruncating(values[(2 * row) + 1])),
        ];
    }

    private static double Figure(Metric metric, RunningMean mean) =>
        metric is RootMeanSquaredError ? Math.Sqrt(mean.Value) : mean.Value;
}
