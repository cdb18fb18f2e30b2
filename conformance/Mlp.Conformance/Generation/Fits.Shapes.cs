using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Batches, depths, widths and kinds of inputs.
internal static partial class Fits
{
    private static IEnumerable<FitProblem> Shapes() =>
        [
            new()
            {
                Name = "batch_beyond_rows",
                Batch = 64,
                Notes = "one batch of all rows",
            },
            new()
            {
                Name = "batch_default",
                Batch = null,
                Rows = 35,
                Notes = "32 rows a batch unless told: the last has 3",
            },
            new()
            {
                Name = "batch_1",
                Batch = 1,
                Rows = 5,
            },
            new()
            {
                Name = "batch_16_rows_17",
                Batch = 16,
                Rows = 17,
                Notes = "the last batch is a single row",
            },
            new()
            {
                Name = "one_row",
                Rows = 1,
                Loss = Squared,
                Layers = [(4, "relu"), (1, "linear")],
                Metrics = ["mae"],
            },
            new()
            {
                Name = "layers_alike",
                Inputs = 5,
                Layers = [(5, "relu"), (5, "relu"), (3, "softmax")],
                Notes = "where widths are alike, only the numbers tell a kernel from its transpose",
            },
            new()
            {
                Name = "relu_at_zero",
                StartsAtZero = true,
                Notes = "rows of 0 and biases of 0: the slope of relu at 0 is 0",
            },
            new()
            {
                Name = "bytes",
                Bytes = true,
                Notes = "bytes are scaled by 1/255",
            },
            new()
            {
                Name = "bytes_48",
                Inputs = 48,
                Bytes = true,
                Rows = 19,
                Layers = [(20, "relu"), (33, "relu"), (3, "softmax")],
                Notes = "rows of bytes that come in whole blocks of 16, as images do",
            },
            new() { Name = "one_epoch", Epochs = 1 },
            new() { Name = "one_layer_softmax", Layers = [(3, "softmax")] },
            new()
            {
                Name = "one_layer_linear",
                Loss = Squared,
                Layers = [(1, "linear")],
                Metrics = ["mae"],
                Notes = "linear regression",
            },
            new() { Name = "three_layers", Layers = [(7, "relu"), (5, "tanh"), (3, "softmax")] },
            new()
            {
                Name = "four_layers",
                Layers = [(5, "elu"), (4, "silu"), (6, "sigmoid"), (2, "linear")],
                Loss = Squared,
                Metrics = ["mse"],
            },
            new() { Name = "one_input", Inputs = 1 },
            new()
            {
                Name = "wide",
                Inputs = 17,
                Rows = 9,
                Layers = [(33, "relu"), (10, "softmax")],
            },
            new()
            {
                Name = "wide_65",
                Inputs = 65,
                Rows = 9,
                Layers = [(64, "relu"), (31, "relu"), (15, "softmax")],
                Epochs = 2,
            },
            new()
            {
                Name = "not_finite",
                Notes =
                    "an infinite weight makes the second batch's loss infinite: training goes on and reports it",
                Tags = ["nonfinite"],
                Loss = Squared,
                Layers = [(1, "linear")],
                Metrics = ["mae"],
                SampleWeight = d =>
                    d.Vector([
                        .. Enumerable.Repeat(1.0, 5),
                        double.PositiveInfinity,
                        .. Enumerable.Repeat(1.0, 5),
                    ]),
            },
            new() { Name = "no_metrics", Metrics = [] },
            new()
            {
                Name = "many_metrics",
                Metrics =
                [
                    "accuracy",
                    "sparse_categorical_accuracy",
                    "sparse_top_k_categorical_accuracy",
                ],
                Layers = [(5, "relu"), (7, "softmax")],
            },
            new() { Name = "labels_n1", OtherLabelShape = true },
            new()
            {
                Name = "binary_labels_rank_1",
                Loss = Binary,
                Layers = [(4, "relu"), (1, "sigmoid")],
                OtherLabelShape = true,
                Tags = ["broadcast_trap"],
            },
            new()
            {
                Name = "squared_labels_rank_1",
                Loss = Squared,
                Layers = [(4, "relu"), (1, "linear")],
                Metrics = ["mae"],
                OtherLabelShape = true,
                Tags = ["broadcast_trap"],
            },
        ];
}
