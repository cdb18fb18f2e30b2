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
    ) => MetricTraces.Of<T>(metric, labels, predictions, sampleWeight, batchSize, OfRows);

    // By the kernel that follows the last product.
    private double[] OfRows(Metric metric, Tensor labels, Tensor predictions, int rows)
    {
        using var given = ToDevice(predictions);
        using var truth = ToDevice(labels);
        using var figures = new DeviceArray<T>(Device, 2L * rows);
        var table = MetricTable<T>.Of(Device, [MetricCode.Of(metric)]);
        try
        {
            var y = DeviceMatrix<T>.Plain(given, predictions.Length / rows);
            Kernels.Head(
                new()
                {
                    Z = y,
                    Y = y,
                    Rows = rows,
                    Outputs = predictions.Length / rows,
                    Activation = new(ActivationKind.Linear),
                    Loss = LossCode.None,
                    Labels = truth,
                    LabelWidth = labels.Length / rows,
                    Metrics = table,
                    Figures = figures,
                }
            );
            var values = figures.Read(2 * rows);
            return
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(row => double.CreateTruncating(values[(2 * row) + 1])),
            ];
        }
        finally
        {
            table.Free();
        }
    }
}
