using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

// What "accuracy" becomes, and what evaluation makes of weights.
internal static partial class Metrics
{
    private static IEnumerable<Case> Evaluations() =>
        [
            Evaluate(
                "sparse_labels",
                "sparse_categorical_crossentropy",
                ["accuracy"],
                [],
                d => (d.Labels(3, 7), d.Probabilities(7, 3))
            ),
            Evaluate(
                "sparse_labels_n1",
                "sparse_categorical_crossentropy",
                ["accuracy"],
                [],
                d => (d.Labels(3, 7, 1), d.Probabilities(7, 3))
            ),
            Evaluate(
                "one_hot",
                "categorical_crossentropy",
                ["acc"],
                [],
                d => (d.OneHot(7, 3), d.Probabilities(7, 3))
            ),
            Evaluate(
                "binary",
                "binary_crossentropy",
                ["accuracy"],
                [],
                d => (d.Labels(2, 7), d.Uniform(0.02, 0.98, 7, 1))
            ),
            Evaluate(
                "multi_label",
                "binary_crossentropy",
                ["accuracy", "binary_accuracy"],
                [],
                d => (d.Whole(0, 1, 7, 3), d.Uniform(0.02, 0.98, 7, 3)),
                notes: "accuracy goes by shape, not by loss"
            ),
            Evaluate(
                "regression_accuracy",
                "mean_squared_error",
                ["accuracy", "mae"],
                [],
                d => (d.Whole(0, 1, 7, 1), d.Uniform(0, 1, 7, 1)),
                notes: "one output makes it binary accuracy"
            ),
            Evaluate(
                "aliases",
                "mae",
                ["mse", "mean_squared_error", "root_mean_squared_error"],
                [],
                d => (d.Normal(1, 7, 2), d.Normal(1, 7, 2)),
                notes: "the log key is the name given"
            ),
            Evaluate(
                "top_k",
                "sparse_categorical_crossentropy",
                ["sparse_top_k_categorical_accuracy", "accuracy"],
                [],
                d => (d.Labels(9, 7), d.Probabilities(7, 9)),
                notes: "k is 5 unless told"
            ),
            Evaluate(
                "weighted_twice",
                "sparse_categorical_crossentropy",
                ["accuracy"],
                ["accuracy"],
                d => (d.Labels(3, 7), d.Probabilities(7, 3)),
                d => d.Weights(7),
                "the weighted one of the same name is logged as weighted_accuracy"
            ),
            Evaluate(
                "weighted",
                "mean_squared_error",
                ["mae"],
                ["mse"],
                d => (d.Normal(1, 9), d.Normal(1, 9, 1)),
                d => d.Weights(9),
                "loss divides by rows, the weighted metric by weights"
            ),
            Evaluate(
                "weights_zero_batch",
                "mean_squared_error",
                [],
                ["mse"],
                d => (d.Normal(1, 8, 1), d.Normal(1, 8, 1)),
                d => d.Vector(0, 0, 0, 0, 1, 2, 0.5, 0),
                "a batch of weight 0 counts in the loss by its rows, not in the weighted metric"
            ),
        ];

    private static Case Evaluate(
        string name,
        string loss,
        string[] metrics,
        string[] weightedMetrics,
        Func<Draw, (Tensor, Tensor)> data,
        Func<Draw, Tensor>? sampleWeight = null,
        string? notes = null
    ) =>
        Case(
            "metrics",
            "compile_evaluate",
            name,
            Wanted("evaluate", "metric_objects"),
            d => Inputs(d, data, sampleWeight),
            Node.Map.Of(
                ("loss", loss),
                ("metrics", Texts(metrics)),
                ("weighted_metrics", Texts(weightedMetrics)),
                ("batch_size", 4)
            ),
            notes: notes
        );
}
