using Mlp.Losses;
using Mlp.Metrics;

namespace Mlp.Conformance;

/// <summary>How far metrics and running means may be off.</summary>
internal static class MetricBounds
{
    /// <summary>Whether the metric counts hits.</summary>
    public static bool Counts(Metric metric) =>
        metric
            is not (Metrics.MeanSquaredError or Metrics.MeanAbsoluteError or RootMeanSquaredError);

    /// <summary>Name of the policy entry of a metric's mean.</summary>
    public static string Policy(Metric metric) => Counts(metric) ? "accuracy" : "metric_mean";

    /// <summary>Bounds of the value of each row: hits are exact, errors those of the loss.</summary>
    public static double[] PerSample(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Rounding r
    ) =>
        [
            .. SampleBounds
                .Of(LossOf(metric), labels, predictions, r)
                .Select(sample => (sample?.Bound ?? 0) + r.Eta),
        ];

    /// <summary>The bound of the mean over the first rows, which are that many batches; <paramref name="batch"/> rows each.</summary>
    public static double Mean(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        double[]? weights,
        int rows,
        int batches,
        int batch,
        double value,
        Rounding r
    )
    {
        if (Counts(metric))
        {
            // Whole counts are exact; what is left is a mean a batch and a running mean of them, or weighted sums.
            return weights is null
                ? r.Half((batches + 3) * r.U * Math.Abs(value)) + r.Eta
                : WeightedHits(weights.AsSpan(0, rows), predictions.RowLength, r);
        }

        var samples = SampleBounds.Of(LossOf(metric), labels, predictions, r).AsSpan();
        var w = weights ?? [.. Enumerable.Repeat(1.0, rows)];
        if (labels.Rank == 1 && predictions.Rank == 1)
        {
            // A vector against a vector is one sample, and each batch is such a pair.
            var starts = Enumerable.Range(0, batches).Select(i => i * batch).ToArray();
            samples = starts
                .Select(start =>
                    SampleBounds.Of(
                        LossOf(metric),
                        labels.Slice(start, Math.Min(start + batch, rows)),
                        predictions.Slice(start, Math.Min(start + batch, rows)),
                        r
                    )[0]
                )
                .ToArray();
            w = weights is null
                ? [.. starts.Select(_ => 1.0)]
                : [.. starts.Select(start => weights[start..Math.Min(start + batch, rows)].Sum())];
            rows = batches;
        }

        samples = samples[..rows];
        w = w[..rows];
        var bound = LossBounds.Mean(
            [.. samples.ToArray().Select(sample => sample!.Value.Loss)],
            [.. samples.ToArray().Select(sample => sample!.Value.Bound)],
            w,
            w.Sum(),
            weights is not null,
            0,
            r
        );
        if (metric is not RootMeanSquaredError)
        {
            return bound;
        }

        // The root halves a relative error; near 0 it is steep.
        return Math.Min(Math.Sqrt(bound), value == 0 ? double.MaxValue : bound / (2 * value))
            + r.Half(2 * r.U * Math.Abs(value));
    }

    /// <summary>Bounds of sum(w*v) / sum(w) after each value.</summary>
    public static double[] RunningMean(double[] values, double[] weights, Rounding r)
    {
        var none = new double[values.Length];
        var divisor = 0.0;
        return
        [
            .. values.Select(
                (_, i) =>
                {
                    divisor += weights[i];
                    return LossBounds.Mean(
                        values.AsSpan(0, i + 1),
                        none.AsSpan(0, i + 1),
                        weights.AsSpan(0, i + 1),
                        divisor,
                        true,
                        0,
                        r
                    );
                }
            ),
        ];
    }

    private static double WeightedHits(ReadOnlySpan<double> weights, int outputs, Rounding r)
    {
        double sum = 0,
            magnitude = 0;
        foreach (var weight in weights)
        {
            sum += weight;
            magnitude += Math.Abs(weight);
        }

        // Hits are at most 1, so sum|w*m| is at most sum|w|; the same again for the divisor.
        var roundings = (double)weights.Length * outputs + 4;
        return sum == 0 ? r.Eta : r.Half(2 * roundings * r.U * magnitude / Math.Abs(sum)) + r.Eta;
    }

    private static Loss LossOf(Metric metric) =>
        metric is Metrics.MeanAbsoluteError
            ? new Losses.MeanAbsoluteError()
            : new Losses.MeanSquaredError();
}
