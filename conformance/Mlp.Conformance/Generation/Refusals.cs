using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

/// <summary>Labels, shapes and weights that a loss must not accept. Refusals of other operations stand in their own families.</summary>
internal static class Refusals
{
    public static IEnumerable<Case> Cases() =>
        [
            Refused(
                Sparse,
                "label_beyond_classes",
                d => (new long[] { 0, 3 }, d.Probabilities(2, 3)),
                "label == C"
            ),
            Refused(
                Sparse,
                "label_minus_1",
                d => (new long[] { 0, -1 }, d.Probabilities(2, 3)),
                "label == -1"
            ),
            Refused(
                Sparse,
                "label_beyond_classes_from_logits",
                d => (new long[] { 7, 0 }, d.Normal(1, 2, 7)),
                "label == C",
                Logits
            ),
            Refused(
                Sparse,
                "label_minus_1_int32",
                d => (new[] { 0, -1 }, d.Normal(1, 2, 7)),
                "label == -1, as 32 bits",
                Logits
            ),
            Refused(
                Sparse,
                "label_beyond_classes_in_last_row",
                d =>
                    (
                        new long[] { 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 3 },
                        d.Probabilities(17, 3)
                    ),
                "only the 17th label is wrong"
            ),
            Refused(
                Sparse,
                "label_huge",
                d => (new[] { 0, 4294967296 }, d.Probabilities(2, 3)),
                "0 when cut to 32 bits"
            ),
            Refused(
                Sparse,
                "label_not_whole",
                d => (d.Vector(0, 1.5), d.Probabilities(2, 3)),
                "1.5 is no class"
            ),
            Refused(
                Sparse,
                "label_nan",
                d => (d.Vector(0, double.NaN), d.Probabilities(2, 3)),
                "NaN is no class"
            ),
            Refused(
                Sparse,
                "label_infinite",
                d => (d.Vector(0, double.PositiveInfinity), d.Probabilities(2, 3)),
                "infinity is no class"
            ),
            Refused(
                Sparse,
                "other_label_than_ignored",
                d => (new long[] { -1, -2, 1 }, d.Probabilities(3, 3)),
                "only the ignored label may lie outside",
                Node.Map.Of(("ignore_class", -1))
            ),
            Refused(
                Sparse,
                "one_hot_labels",
                d => (d.OneHot(2, 3), d.Probabilities(2, 3)),
                "one-hot labels given to the sparse loss"
            ),
            Refused(
                Sparse,
                "fewer_labels",
                d => (d.Labels(3, 4), d.Probabilities(5, 3)),
                "row counts differ"
            ),
            Refused(
                Sparse,
                "more_labels",
                d => (d.Labels(3, 5, 1), d.Probabilities(4, 3)),
                "row counts differ"
            ),
            Refused(
                Sparse,
                "predictions_rank_1",
                d => (d.Labels(3, 3), d.Uniform(0.1, 1, 3)),
                "predictions need a class axis"
            ),
            Refused(
                Sparse,
                "predictions_rank_3",
                d => (d.Labels(3, 2, 1), d.Uniform(0.1, 1, 2, 2, 3)),
                "rank 3"
            ),
            Refused(
                Sparse,
                "no_rows",
                d => (Array.Empty<long>(), d.Of([], 0, 3)),
                "nothing to average"
            ),
            Refused(
                Sparse,
                "no_classes",
                d => (new long[] { 0, 0 }, d.Of([], 2, 0)),
                "no class to be in"
            ),
            Refused(
                Categorical,
                "integer_labels",
                d => (d.Labels(3, 2), d.Probabilities(2, 3)),
                "integer labels given to the categorical loss"
            ),
            Refused(
                Categorical,
                "more_classes",
                d => (d.OneHot(2, 4), d.Probabilities(2, 3)),
                "class counts differ"
            ),
            Refused(
                Categorical,
                "fewer_rows",
                d => (d.OneHot(3, 3), d.Probabilities(4, 3)),
                "row counts differ"
            ),
            Refused(
                Categorical,
                "one_row_for_all",
                d => (d.OneHot(1, 3), d.Probabilities(4, 3)),
                "a single row must not stand for all",
                Logits
            ),
            Refused(
                Categorical,
                "labels_n1",
                d => (d.Whole(0, 1, 4, 1), d.Probabilities(4, 3)),
                "a single column must not stand for all"
            ),
            Refused(
                Binary,
                "fewer_outputs",
                d => (d.Whole(0, 1, 4, 1), d.Uniform(0.1, 0.9, 4, 2)),
                "a single column must not stand for all"
            ),
            Refused(
                Binary,
                "labels_rank_1_outputs_2",
                d => (d.Whole(0, 1, 2), d.Uniform(0.1, 0.9, 2, 2)),
                "(n,) pairs with (n,1) only"
            ),
            Refused(
                Binary,
                "no_rows",
                d => (d.Of([], 0, 1), d.Of([], 0, 1)),
                "nothing to average",
                Logits
            ),
            Refused(
                Squared,
                "fewer_rows",
                d => (d.Normal(1, 3, 1), d.Normal(1, 4, 1)),
                "row counts differ"
            ),
            Refused(
                Squared,
                "one_row_for_all",
                d => (d.Normal(1, 1, 2), d.Normal(1, 4, 2)),
                "a single row must not stand for all"
            ),
            Refused(
                Squared,
                "labels_rank_1_outputs_4",
                d => (d.Normal(1, 4), d.Normal(1, 4, 4)),
                "(n,) must not spread over (n,n)"
            ),
            Refused(
                Squared,
                "transposed",
                d => (d.Normal(1, 2, 3), d.Normal(1, 3, 2)),
                "as many values in another shape"
            ),
            Refused(
                Squared,
                "no_rows",
                d => (d.Of([], 0, 2), d.Of([], 0, 2)),
                "nothing to average"
            ),
            Refused(
                Absolute,
                "fewer_rows",
                d => (d.Normal(1, 3), d.Normal(1, 4)),
                "lengths differ"
            ),
            Refused(
                Absolute,
                "rank_3",
                d => (d.Normal(1, 2, 2, 2), d.Normal(1, 2, 2, 2)),
                "rank 3"
            ),
            Weighted("fewer_weights", d => d.Weights(3), "one weight a row"),
            Weighted("more_weights", d => d.Weights(5), "one weight a row"),
            Weighted(
                "weights_of_values",
                d => d.Weights(4, 3),
                "weights are those of rows, not of values"
            ),
            Weighted("weights_1n", d => d.Weights(1, 4), "a row of weights is no column"),
            Weighted("scalar_weight", d => d.Of([2]), "one weight a row"),
            Weighted("nan_weight", d => d.Vector(1, double.NaN, 0.5, 1), "a weight is a number"),
            Weighted(
                "nan_weight_of_17th_row",
                d => d.Of([.. Enumerable.Repeat(1.0, 16), double.NaN], 17),
                "a weight is a number",
                17
            ),
        ];

    private static Case Refused(
        string loss,
        string name,
        Func<Draw, (Tensor Labels, Tensor Predictions)> data,
        string notes,
        Node.Map? parameters = null
    ) =>
        Case(
            "refusals",
            loss,
            name,
            Refusal,
            new LossProblem(loss, name, Node.Map.Empty, data).Inputs,
            parameters,
            notes: notes,
            tags: ["refusal"]
        );

    private static Case Weighted(
        string name,
        Func<Draw, Tensor> weights,
        string notes,
        int rows = 4
    ) =>
        Case(
            "refusals",
            Squared,
            name,
            Refusal,
            d =>
                Node.Map.Of(
                    ("y_true", d.Normal(1, rows, 3)),
                    ("y_pred", d.Normal(1, rows, 3)),
                    ("sample_weight", weights(d))
                ),
            notes: notes,
            tags: ["refusal"]
        );
}
