using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Metrics over batches: the running value after each, the last one, and that of each sample; and what "accuracy" becomes.</summary>
internal static partial class Metrics
{
    private const string Sparse = "sparse_categorical_accuracy";
    private const string Categorical = "categorical_accuracy";
    private const string Binary = "binary_accuracy";
    private const string SparseTop = "sparse_top_k_categorical_accuracy";
    private const string Top = "top_k_categorical_accuracy";
    private const string Squared = "mean_squared_error";
    private const string Absolute = "mean_absolute_error";
    private const string Root = "root_mean_squared_error";
    private const double NaN = double.NaN;

    public static IEnumerable<Case> Cases() =>
        [
            .. Plain()
                .SelectMany(metric =>
                    BothTypes.Select(type =>
                        Of(metric.Op, metric.Name, 4, metric.Data, metric.Params, type: type)
                    )
                ),
            .. Plain()
                .Select(metric =>
                    Of(
                        metric.Op,
                        $"{metric.Name}_weighted",
                        4,
                        metric.Data,
                        metric.Params,
                        d => d.Weights(Rows),
                        notes: "sum(w*m) / sum(w), not / n"
                    )
                ),
            .. Plain()
                .Select(metric =>
                    Of(
                        metric.Op,
                        $"{metric.Name}_one_batch",
                        64,
                        metric.Data,
                        metric.Params,
                        notes: "a batch larger than the data"
                    )
                ),
            .. Plain()
                .Where(metric => metric.Name == "plain")
                .Select(metric =>
                    Of(
                        metric.Op,
                        "weights_n1",
                        8,
                        metric.Data,
                        metric.Params,
                        d => d.Weights(Rows, 1),
                        notes: "weights (n,1)"
                    )
                ),
            // 17 rows in batches of 16: the last batch is a single row, and weighs as one.
            .. new[] { 1, 2, 16, 17 }.Select(batch =>
                Of(
                    Squared,
                    $"batches_of_{batch}",
                    batch,
                    d => (d.Normal(2, Rows, 2), d.Normal(2, Rows, 2)),
                    notes: "the mean of all rows, whatever the batches"
                )
            ),
            .. Sizes.Select(n =>
                Of(
                    Sparse,
                    $"n{n}_c{n + 1}",
                    8,
                    d => HitOrMiss(d, n, n + 1),
                    tags: n <= 2 ? ["degenerate:few_rows"] : null
                )
            ),
            .. Sizes.Select(n =>
                Of(Absolute, $"n{n}", 8, d => (d.Normal(2, n, 1), d.Normal(2, n, 1)))
            ),
            // As many outputs as a row has: their mean is the value of the row.
            .. Sizes.SelectMany(n =>
                new[]
                {
                    Of(Squared, $"columns_{n}", 3, d => (d.Normal(2, 5, n), d.Normal(2, 5, n))),
                    Of(
                        Binary,
                        $"columns_{n}",
                        3,
                        d => (d.Whole(0, 1, 5, n), d.Uniform(0, 1, 5, n)),
                        tags: n < 4 ? ["degenerate:few_columns"] : null
                    ),
                    Of(
                        Categorical,
                        $"columns_{n + 1}",
                        3,
                        d => (d.OneHot(5, n + 1), Rising(d, 5, n + 1)),
                        notes: "the largest in the last column: hit when the label is there",
                        tags: ["degenerate:few_rows"]
                    ),
                }
            ),
            .. new[] { Squared, Absolute, Root }.SelectMany(op =>
                new[]
                {
                    Of(
                        op,
                        "rank_1_against_rank_1",
                        16,
                        d => (d.Normal(2, 9), d.Normal(2, 9)),
                        notes: "one sample of n outputs",
                        tags: ["quirk"]
                    ),
                    Of(
                        op,
                        "rank_1_against_rank_1_in_batches",
                        4,
                        d => (d.Normal(2, 9), d.Normal(2, 9)),
                        notes: "one sample a batch, so that a last batch of one weighs as much as one of four",
                        tags: ["quirk"]
                    ),
                }
            ),
            Of(
                Binary,
                "rank_1_against_rank_1",
                4,
                d => (d.Whole(0, 1, 9), d.Uniform(0, 1, 9)),
                notes: "one sample a batch",
                tags: ["quirk"]
            ),
            Of(
                Binary,
                "labels_between_classes",
                4,
                d =>
                    (
                        d.Of([0.75, 0.25, 1, 0, 0.5, 1], 6, 1),
                        d.Of([0.75, 0.25, 0.75, 0.25, 0.5, 0.25], 6, 1)
                    ),
                notes: "a label that is neither 0 nor 1 is never hit: only predictions have a threshold"
            ),
            Of(
                Sparse,
                "labels_between_classes",
                4,
                d =>
                    (
                        d.Vector(1.5, 1, 0.5, 2, 0),
                        d.Of([0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1], 5, 3)
                    ),
                notes: "a label that is no class is never hit"
            ),
            Of(
                Sparse,
                "labels_n1",
                4,
                d => (d.Labels(3, Rows, 1), d.Probabilities(Rows, 3)),
                notes: "labels (n,1)"
            ),
            Of(
                Sparse,
                "labels_float",
                4,
                d => (d.Whole(0, 2, Rows), d.Probabilities(Rows, 3)),
                notes: "whole numbers held as reals"
            ),
            Of(
                Sparse,
                "ties",
                2,
                d =>
                    (
                        new long[] { 0, 1, 2, 0 },
                        d.Rows(
                            new[,]
                            {
                                { 0.5, 0.5, 0 },
                                { 0.5, 0.5, 0 },
                                { 0.2, 0.4, 0.4 },
                                { 0.25, 0.25, 0.5 },
                            }
                        )
                    ),
                notes: "ties go to the first class",
                tags: ["ties"]
            ),
            Of(
                Sparse,
                "nan",
                2,
                d =>
                    (
                        new long[] { 1, 0, 2, 1 },
                        d.Rows(
                            new[,]
                            {
                                { 0.9, NaN, 0.1 },
                                { 0.9, NaN, 0.1 },
                                { NaN, 0, 1 },
                                { 0.1, 0.8, 0.1 },
                            }
                        )
                    ),
                notes: "NaN is the maximum",
                tags: ["nan", "nonfinite"]
            ),
            Of(
                Categorical,
                "ties",
                4,
                d =>
                    (
                        d.Rows(
                            new[,]
                            {
                                { 0.5, 0.5, 0 },
                                { 0, 1, 0 },
                                { 0.3, 0.3, 0.4 },
                            }
                        ),
                        d.Rows(
                            new[,]
                            {
                                { 0.4, 0.4, 0.2 },
                                { 0.4, 0.4, 0.2 },
                                { 0.1, 0.1, 0.8 },
                            }
                        )
                    ),
                notes: "the first maximum on both sides",
                tags: ["ties"]
            ),
            Of(
                Categorical,
                "soft_labels",
                4,
                d => (d.Probabilities(Rows, 3), d.Probabilities(Rows, 3))
            ),
            Of(
                Binary,
                "labels_rank_1",
                4,
                d => (d.Labels(2, Rows), d.Uniform(0, 1, Rows, 1)),
                notes: "labels (n,) against (n,1)",
                tags: ["broadcast_trap"]
            ),
            Of(
                Binary,
                "at_threshold",
                3,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 0 },
                                { 1 },
                                { 0 },
                                { 1 },
                                { 1 },
                            }
                        ),
                        d.Rows(
                            new[,]
                            {
                                { 0.5 },
                                { 0.5 },
                                { 0.50000012 },
                                { 0.50000012 },
                                { 0.25 },
                            }
                        )
                    ),
                notes: "the threshold is strict: 0.5 counts as class 0",
                tags: ["ties"]
            ),
            Of(
                Binary,
                "threshold_075",
                4,
                d => (d.Whole(0, 1, Rows, 1), d.Uniform(0, 1, Rows, 1)),
                Node.Map.Of(("threshold", 0.75))
            ),
            Of(
                Binary,
                "threshold_0_logits",
                4,
                d => (d.Whole(0, 1, Rows, 2), d.Normal(1, Rows, 2)),
                Node.Map.Of(("threshold", 0)),
                notes: "logits are told apart at 0"
            ),
            Of(
                Binary,
                "logits",
                4,
                d => (d.Whole(0, 1, Rows, 1), d.Normal(1, Rows, 1)),
                notes: "on logits the threshold stays 0.5"
            ),
            Of(
                Binary,
                "nan",
                2,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 0 },
                                { 1 },
                                { 1 },
                            }
                        ),
                        d.Rows(
                            new[,]
                            {
                                { NaN },
                                { NaN },
                                { 0.75 },
                            }
                        )
                    ),
                notes: "NaN is not above the threshold",
                tags: ["nan", "nonfinite"]
            ),
            Of(
                SparseTop,
                "ties",
                4,
                d =>
                    (
                        new long[] { 0, 1, 2, 3 },
                        d.Rows(
                            new[,]
                            {
                                { 0.25, 0.25, 0.25, 0.25 },
                                { 0.5, 0.2, 0.2, 0.1 },
                                { 0.4, 0.4, 0.2, 0 },
                                { 0.3, 0.3, 0.3, 0.1 },
                            }
                        )
                    ),
                K(2),
                notes: "fewer than k strictly greater: ties are hits",
                tags: ["ties"]
            ),
            Of(
                SparseTop,
                "nan",
                4,
                d =>
                    (
                        new long[] { 0, 1, 2, 0 },
                        d.Rows(
                            new[,]
                            {
                                { 0.5, NaN, 0.25 },
                                { 0.5, NaN, 0.25 },
                                { NaN, NaN, 0.25 },
                                { 0.2, 0.3, 0.5 },
                            }
                        )
                    ),
                K(2),
                notes: "NaN exceeds all and never hits",
                tags: ["nan", "nonfinite"]
            ),
            Of(
                SparseTop,
                "k_beyond_classes",
                4,
                d =>
                    (
                        new long[] { 0, 1, 2, 0 },
                        d.Rows(
                            new[,]
                            {
                                { 0.5, 0.25, 0.25 },
                                { 0.5, NaN, 0.25 },
                                { 0.3, 0.3, 0.4 },
                                { 0.2, 0.3, 0.5 },
                            }
                        )
                    ),
                K(5),
                notes: "with more places than classes all hit but NaN",
                tags: ["nan", "nonfinite"]
            ),
            Of(SparseTop, "k1_c17", 8, d => HitOrMiss(d, 33, 17), K(1)),
            Of(SparseTop, "k5_c65", 8, d => HitOrMiss(d, 33, 65), K(5)),
            Of(Top, "k3_c17", 8, d => (d.OneHot(33, 17), d.Normal(1, 33, 17)), K(3)),
            Of(
                Sparse,
                "all_zero_batch",
                4,
                d => HitOrMiss(d, 8, 3),
                sampleWeight: d => d.Vector(0, 0, 0, 0, 1, 0.5, 2, 0),
                notes: "a batch whose weights are all 0 leaves 0, then counts for nothing",
                tags: ["zero_weight"]
            ),
            Of(
                Squared,
                "all_zero_batch",
                4,
                d => (d.Normal(1, 8, 1), d.Normal(1, 8, 1)),
                sampleWeight: d => d.Vector(1, 0.5, 2, 1, 0, 0, 0, 0),
                notes: "a batch whose weights are all 0 changes nothing",
                tags: ["zero_weight"]
            ),
            Of(
                Squared,
                "all_zero",
                2,
                d => (d.Normal(1, 3, 1), d.Normal(1, 3, 1)),
                sampleWeight: d => d.Vector(0, 0, 0),
                notes: "without any weight the mean is 0",
                tags: ["zero_weight", "degenerate:all_weights_zero"],
                wanted: ["after_each_batch", "result"]
            ),
            Of(
                Absolute,
                "negative_weight",
                2,
                d => (d.Normal(1, 5, 1), d.Normal(1, 5, 1)),
                sampleWeight: d => d.Vector(2, -0.5, 1, 1.5, 1),
                notes: "negative weights are used as they are"
            ),
            Of(
                Squared,
                "labels_rank_1",
                4,
                d => (d.Normal(2, Rows), d.Normal(2, Rows, 1)),
                notes: "labels (n,) against (n,1)",
                tags: ["broadcast_trap"]
            ),
            Of(
                Squared,
                "labels_int64",
                4,
                d => (d.Labels(5, Rows, 1), d.Normal(2, Rows, 1)),
                notes: "integer labels"
            ),
            Of(
                Squared,
                "nan",
                2,
                d =>
                    (
                        d.Normal(1, 4, 1),
                        d.Rows(
                            new[,]
                            {
                                { 1 },
                                { -0.5 },
                                { NaN },
                                { 2 },
                            }
                        )
                    ),
                notes: "the mean is spoilt from the batch with the NaN on",
                tags: ["nan", "nonfinite"]
            ),
            .. Evaluations(),
            Refused(Sparse, "fewer_labels", d => (d.Labels(3, 4), d.Probabilities(5, 3))),
            Refused(Sparse, "one_hot_labels", d => (d.OneHot(4, 3), d.Probabilities(4, 3))),
            Refused(Categorical, "integer_labels", d => (d.Labels(3, 4), d.Probabilities(4, 3))),
            Refused(Squared, "no_rows", d => (d.Of([], 0, 1), d.Of([], 0, 1))),
            Refused(Squared, "batches_of_0", d => (d.Normal(1, 4, 1), d.Normal(1, 4, 1)), batch: 0),
            Refused(SparseTop, "k_0", d => (d.Labels(3, 4), d.Probabilities(4, 3)), K(0)),
        ];

    private const int Rows = 17;

    private static IEnumerable<(
        string Op,
        string Name,
        Func<Draw, (Tensor, Tensor)> Data,
        Node.Map Params
    )> Plain() =>
        [
            (Sparse, "plain", d => (d.Labels(3, Rows), d.Probabilities(Rows, 3)), Node.Map.Empty),
            (
                Categorical,
                "plain",
                d => (d.OneHot(Rows, 3), d.Probabilities(Rows, 3)),
                Node.Map.Empty
            ),
            (
                Binary,
                "plain",
                d => (d.Whole(0, 1, Rows, 1), d.Uniform(0, 1, Rows, 1)),
                Node.Map.Empty
            ),
            (
                Binary,
                "multi_label",
                d => (d.Whole(0, 1, Rows, 3), d.Uniform(0, 1, Rows, 3)),
                Node.Map.Empty
            ),
            (SparseTop, "plain", d => (d.Labels(7, Rows), d.Probabilities(Rows, 7)), K(3)),
            (Top, "plain", d => (d.OneHot(Rows, 7), d.Probabilities(Rows, 7)), K(2)),
            (Squared, "plain", d => (d.Normal(2, Rows, 1), d.Normal(2, Rows, 1)), Node.Map.Empty),
            (
                Squared,
                "outputs_3",
                d => (d.Normal(2, Rows, 3), d.Normal(2, Rows, 3)),
                Node.Map.Empty
            ),
            (Absolute, "plain", d => (d.Normal(2, Rows, 2), d.Normal(2, Rows, 2)), Node.Map.Empty),
            (Root, "plain", d => (d.Normal(2, Rows, 1), d.Normal(2, Rows, 1)), Node.Map.Empty),
            (Root, "outputs_3", d => (d.Normal(2, Rows, 3), d.Normal(2, Rows, 3)), Node.Map.Empty),
        ];

    // Predictions with many ties; about half of the labels are the first largest, the others any class.
    private static (Tensor Labels, Tensor Predictions) HitOrMiss(Draw d, int n, int classes)
    {
        var predictions = d.Whole(0, 3, n, classes);
        var labels = new long[n];
        for (var row = 0; row < n; row++)
        {
            var best = 0;
            for (var i = 1; i < classes; i++)
            {
                best =
                    predictions[(row * classes) + i] > predictions[(row * classes) + best]
                        ? i
                        : best;
            }

            labels[row] = d.Integer(0, 1) == 0 ? best : d.Integer(0, classes - 1);
        }

        return (labels, predictions);
    }

    private static Node.Map K(int k) => Node.Map.Of(("k", k));

    private static Case Of(
        string op,
        string name,
        int batch,
        Func<Draw, (Tensor, Tensor)> data,
        Node.Map? parameters = null,
        Func<Draw, Tensor>? sampleWeight = null,
        string? notes = null,
        string[]? tags = null,
        string[]? wanted = null,
        ElementType type = ElementType.Float32
    ) =>
        Case(
            "metrics",
            op,
            name,
            // Keras' root of the mean has no value of its own for a sample.
            Wanted(
                wanted
                    ?? (
                        op == Root
                            ? ["after_each_batch", "result"]
                            : ["after_each_batch", "result", "per_sample"]
                    )
            ),
            d => Inputs(d, data, sampleWeight),
            (parameters ?? Node.Map.Empty).With(("batch_size", batch)),
            type,
            notes,
            tags
        );

    // The largest is always the last.
    private static Tensor Rising(Draw d, int rows, int columns) =>
        d.Of(
            [.. Enumerable.Range(0, rows * columns).Select(i => (double)(i % columns))],
            rows,
            columns
        );

    private static Case Refused(
        string op,
        string name,
        Func<Draw, (Tensor, Tensor)> data,
        Node.Map? parameters = null,
        int batch = 4
    ) =>
        Case(
            "metrics",
            op,
            name,
            Refusal,
            d => Inputs(d, data, null),
            (parameters ?? Node.Map.Empty).With(("batch_size", batch)),
            tags: ["refusal"]
        );

    private static Node.Map Inputs(
        Draw d,
        Func<Draw, (Tensor, Tensor)> data,
        Func<Draw, Tensor>? sampleWeight
    )
    {
        var (labels, predictions) = data(d);
        var inputs = Node.Map.Of(("y_true", labels), ("y_pred", predictions));
        return sampleWeight is null ? inputs : inputs.With(("sample_weight", sampleWeight(d)));
    }
}
