using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Losses behind the outputs that they are used with, and hidden activations.
internal static partial class Fits
{
    private static (string, Node.Map) Adam =>
        ("Adam", Node.Map.Of(("learning_rate", 0.03125), ("beta_1", 0.875), ("beta_2", 0.984375)));

    // Every loss behind every output that it is used with.
    private static IEnumerable<FitProblem> Losses() =>
        [
            new() { Name = "sparse_softmax" },
            new()
            {
                Name = "sparse_from_logits",
                LossParams = Logits,
                Layers = [(5, "relu"), (3, "linear")],
            },
            new()
            {
                Name = "sparse_sigmoid",
                Layers = [(5, "tanh"), (3, "sigmoid")],
                Notes = "outputs that are no distribution are divided by their sum",
            },
            new() { Name = "categorical_softmax", Loss = Categorical },
            new()
            {
                Name = "categorical_from_logits",
                Loss = Categorical,
                LossParams = Logits,
                Layers = [(5, "relu"), (3, "linear")],
            },
            new()
            {
                Name = "categorical_smoothed",
                Loss = Categorical,
                LossParams = Node.Map.Of(("label_smoothing", 0.125)),
            },
            new()
            {
                Name = "binary_sigmoid",
                Loss = Binary,
                Layers = [(4, "tanh"), (1, "sigmoid")],
            },
            new()
            {
                Name = "binary_from_logits",
                Loss = Binary,
                LossParams = Logits,
                Layers = [(4, "tanh"), (1, "linear")],
            },
            new()
            {
                Name = "binary_multi_label",
                Loss = Binary,
                Layers = [(4, "relu"), (3, "sigmoid")],
                Metrics = ["accuracy", "binary_accuracy"],
                Notes = "accuracy becomes the categorical one",
            },
            new()
            {
                Name = "binary_smoothed",
                Loss = Binary,
                LossParams = Node.Map.Of(("label_smoothing", 0.25)),
                Layers = [(4, "relu"), (2, "sigmoid")],
            },
            new()
            {
                Name = "binary_softmax",
                Loss = Binary,
                Layers = [(4, "relu"), (3, "softmax")],
                Notes = "the loss of one output behind the activation of another",
            },
            new()
            {
                Name = "squared_linear",
                Loss = Squared,
                Layers = [(4, "relu"), (1, "linear")],
                Metrics = ["mae"],
            },
            new()
            {
                Name = "squared_softmax",
                Loss = Squared,
                Layers = [(4, "relu"), (3, "softmax")],
                Metrics = ["mse"],
            },
            new()
            {
                Name = "squared_outputs_3",
                Loss = Squared,
                Layers = [(4, "tanh"), (3, "linear")],
                Metrics = ["mae", "root_mean_squared_error"],
            },
            new()
            {
                Name = "absolute_linear",
                Loss = Absolute,
                Layers = [(4, "relu"), (1, "linear")],
                Metrics = ["mse"],
            },
            new()
            {
                Name = "absolute_outputs_2",
                Loss = Absolute,
                Layers = [(4, "tanh"), (2, "linear")],
                Metrics = ["mse"],
            },
        ];

    private static IEnumerable<FitProblem> HiddenActivations() =>
        new[]
        {
            "linear",
            "leaky_relu",
            "elu",
            "selu",
            "gelu",
            "silu",
            "softplus",
            "sigmoid",
            "tanh",
            "softmax",
            "log_softmax",
        }.Select(name => new FitProblem
        {
            Name = $"hidden_{name}",
            Layers = [(6, name), (3, "softmax")],
        });
}
