using Mlp.Metrics;

namespace Mlp.Gpu;

/// <summary>A metric as kernels take it: a number of <c>metrics/metric_row.c</c>, and its parameters.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Places">Places to look at; 0 for the first maximum.</param>
/// <param name="Threshold">Above it, the prediction is class 1.</param>
internal readonly record struct MetricCode(MetricKind Kind, int Places = 0, double Threshold = 0)
{
    /// <summary>The code of a metric; accuracy must have been resolved.</summary>
    public static MetricCode Of(Metric metric) =>
        metric switch
        {
            BinaryAccuracy binary => new(MetricKind.BinaryAccuracy, Threshold: binary.Threshold),
            CategoricalAccuracy => new(MetricKind.CategoricalPlaces),
            SparseCategoricalAccuracy => new(MetricKind.SparsePlaces),
            TopKCategoricalAccuracy top => new(MetricKind.CategoricalPlaces, top.K),
            SparseTopKCategoricalAccuracy top => new(MetricKind.SparsePlaces, top.K),
            MeanSquaredError or RootMeanSquaredError => new(MetricKind.MeanSquaredError),
            MeanAbsoluteError => new(MetricKind.MeanAbsoluteError),
            _ => throw new NotSupportedException(
                $"Metric '{metric.Name}' is not supported by the GPU backend."
            ),
        };
}

/// <summary>Numbers as in <c>metrics/metric_row.c</c>.</summary>
internal enum MetricKind
{
    BinaryAccuracy,
    CategoricalPlaces,
    SparsePlaces,
    MeanSquaredError,
    MeanAbsoluteError,
}
