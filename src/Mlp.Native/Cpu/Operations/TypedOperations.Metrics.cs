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
    ) => MetricTraces.Of<T>(metric, labels, predictions, sampleWeight, batchSize, OfRows);

    private static double[] OfRows(Metric metric, Tensor labels, Tensor predictions, int rows)
    {
        var width = predictions.Length / rows;
        var outputs = new PaddedRows<T>(Values<T>.Of(predictions), rows, width);
        var labelWidth = labels.Length / rows;
        var kernel = MetricRows<T>.Create<L>(metric, width);
        var values = new double[rows];
        fixed (T* label = Values<T>.Of(labels))
        {
            for (var row = 0; row < rows; row++)
            {
                values[row] = kernel.Row(outputs.At(row), label + ((nint)row * labelWidth));
            }
        }

        GC.KeepAlive(outputs);
        return values;
    }
}
