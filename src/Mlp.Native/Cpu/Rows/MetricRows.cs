using System.Numerics;
using Mlp.Losses;
using Mlp.Metrics;

namespace Mlp.Native;

/// <summary>A metric of one sample at a time: the mean over its outputs.</summary>
internal abstract unsafe class MetricRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The value of one sample, from its outputs and labels.</summary>
    public abstract double Row(T* outputs, T* label);

    /// <summary>The rows of a metric over <paramref name="outputs"/> values a sample; accuracy must have been resolved.</summary>
    public static MetricRows<T> Create<L>(Metric metric, int outputs)
        where L : unmanaged, ILanes<L, T> =>
        metric switch
        {
            BinaryAccuracy binary => new BinaryAccuracyRows<T>(
                outputs,
                T.CreateTruncating(binary.Threshold)
            ),
            CategoricalAccuracy => new TopRows<T>(outputs, sparse: false, places: null),
            SparseCategoricalAccuracy => new TopRows<T>(outputs, sparse: true, places: null),
            TopKCategoricalAccuracy top => new TopRows<T>(outputs, sparse: false, top.K),
            SparseTopKCategoricalAccuracy top => new TopRows<T>(outputs, sparse: true, top.K),
            Metrics.MeanSquaredError or RootMeanSquaredError => new LossMetricRows<T>(
                LossRows<T>.Create<L>(new Losses.MeanSquaredError(), outputs)
            ),
            Metrics.MeanAbsoluteError => new LossMetricRows<T>(
                LossRows<T>.Create<L>(new Losses.MeanAbsoluteError(), outputs)
            ),
            _ => throw new NotSupportedException(
                $"Metric '{metric.Name}' is not supported by the native backend."
            ),
        };
}
