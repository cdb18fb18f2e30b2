namespace Mlp.Conformance.Mutants.Families;

internal static class MetricMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "threshold_reached_is_1",
            "metrics",
            "A prediction of exactly the threshold counts as 1: >= where > is due",
            "Truth/Metrics/Metrics.cs",
            "p.Values[i] > threshold",
            "p.Values[i] >= threshold"
        ),
        new(
            "all_outputs_must_hit",
            "metrics",
            "A row counts only when all its outputs are right, scikit-learn's accuracy_score of labels",
            "Truth/Metrics/Metrics.cs",
            "sum.Value / TMean.CreateChecked(row.Length)",
            "TMean.Floor(sum.Value / TMean.CreateChecked(row.Length))"
        ),
        new(
            "class_by_the_last_tie",
            "metrics",
            "The predicted class is the last of equal maxima",
            "Truth/Metrics/Metrics.cs",
            "Hit(y[0] == T.CreateChecked(ArgMax.Of(p)))",
            "Hit(y[0] == T.CreateChecked(p.Length - 1 - ArgMax.Of<T>(p.ToArray().Reverse().ToArray())))"
        ),
        new(
            "nan_is_no_class",
            "metrics",
            "NaN among the predictions is passed over",
            "Truth/Metrics/Metrics.cs",
            "Hit(y[0] == T.CreateChecked(ArgMax.Of(p)))",
            "Hit(y[0] == T.CreateChecked(ArgMax.Of<T>(Array.ConvertAll(p.ToArray(), v => T.IsNaN(v) ? T.NegativeInfinity : v))))"
        ),
        new(
            "ties_miss_the_top",
            "metrics",
            "A class that ties with the k-th misses the top k",
            "Truth/Metrics/TopK.cs",
            "if (p > predictions[label] || T.IsNaN(p))",
            "if (p >= predictions[label] || T.IsNaN(p))"
        ),
        new(
            "nan_below_the_top",
            "metrics",
            "NaN among the predictions does not push a class out of the top k",
            "Truth/Metrics/TopK.cs",
            "p > predictions[label] || T.IsNaN(p)",
            "p > predictions[label]"
        ),
        new(
            "mean_of_batch_means",
            "metrics",
            "A running metric is the mean of batch means, the short last batch as heavy as the others",
            "Truth/Metrics/Metrics.cs",
            "weights is null ? TMean.One : weights[i]",
            "weights is null ? TMean.One / TMean.CreateChecked(values.Rows) : weights[i]"
        ),
        new(
            "metric_drops_the_last_batch",
            "metrics",
            "A last batch that is not full is dropped, drop_remainder",
            "Truth/PlainOperations{T}.cs",
            "var end = Math.Min(start + batchSize, predictions.Rows); figure.Add(",
            "var end = Math.Min(start + batchSize, predictions.Rows); if (start > 0 && end - start < batchSize) { running.Add(running[^1]); break; } figure.Add("
        ),
        new(
            "weighted_mean_over_rows",
            "metrics",
            "A weighted metric is sum(w*m) over the rows instead of the sum of weights",
            "Truth/Metrics/Metrics.cs",
            "sum.Value / TMean.CreateChecked(row.Length), weights is null ? TMean.One : weights[i]",
            "sum.Value / TMean.CreateChecked(row.Length) * (weights is null ? TMean.One : weights[i]), TMean.One"
        ),
        new(
            "no_weight_gives_nan",
            "metrics",
            "Weights that are all 0 give 0/0 instead of 0",
            "Truth/Metrics/RunningMean.cs",
            "T.IsZero(weight.Value) ? T.Zero : total.Value / weight.Value",
            "total.Value / weight.Value"
        ),
        new(
            "root_of_each_row",
            "metrics",
            "The root mean squared error is the mean of the rows' roots",
            "Truth/Metrics/Metrics.cs",
            """
            sum.Value / TMean.CreateChecked(row.Length),
            weights is null ? TMean.One : weights[i]
            );
            }
            }

            /// <summary>The figure from the mean over samples.</summary>
            public TMean Result<TMean>(RunningMean<TMean> mean)
            where TMean : unmanaged, IFloatingPointIeee754<TMean> =>
            metric is RootMeanSquaredError ? TMean.Sqrt(mean.Value) : mean.Value;
            """,
            """
            metric is RootMeanSquaredError
                ? TMean.Sqrt(sum.Value / TMean.CreateChecked(row.Length))
                : sum.Value / TMean.CreateChecked(row.Length),
            weights is null ? TMean.One : weights[i]
            );
            }
            }

            public TMean Result<TMean>(RunningMean<TMean> mean)
            where TMean : unmanaged, IFloatingPointIeee754<TMean> =>
            mean.Value;
            """
        ),
        new(
            "accuracy_by_the_labels_alone",
            "metrics",
            "\"accuracy\" of one output is the sparse one where labels are of rank 1, as where it goes by labels and not by outputs",
            "Truth/Metrics/Metrics.cs",
            ": predictions[^1] == 1 ? new BinaryAccuracy { Key = metric.Key }",
            ": predictions[^1] == 1 && labels.Count == predictions.Count ? new BinaryAccuracy { Key = metric.Key }"
        ),
        new(
            "accuracy_binary_for_equal_shapes",
            "metrics",
            "\"accuracy\" of labels shaped as the outputs is the binary one, as for multi-label outputs one might expect",
            "Truth/Metrics/Metrics.cs",
            ": predictions[^1] == 1 ? new BinaryAccuracy { Key = metric.Key }",
            ": predictions[^1] == 1 || labels.SequenceEqual(predictions) ? new BinaryAccuracy { Key = metric.Key }"
        ),
        new(
            "binary_labels_thresholded",
            "metrics",
            "Labels are compared by the threshold too: 0.75 counts as 1",
            "Truth/Metrics/Metrics.cs",
            "y.Values[i] == (p.Values[i] > threshold ? T.One : T.Zero)",
            "(y.Values[i] > threshold) == (p.Values[i] > threshold)"
        ),
        new(
            "label_truncated_to_its_class",
            "metrics",
            "Sparse accuracy truncates labels: 1.5 hits class 1",
            "Truth/Metrics/Metrics.cs",
            "Hit(y[0] == T.CreateChecked(ArgMax.Of(p)))",
            "Hit(T.Truncate(y[0]) == T.CreateChecked(ArgMax.Of(p)))"
        ),
    ];
}
