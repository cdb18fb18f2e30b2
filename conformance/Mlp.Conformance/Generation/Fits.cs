using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

/// <summary>Whole trainings of tiny nets, at most 40 steps, rows as given.</summary>
internal static class Fits
{
    private static readonly (int, double)[] ThreeClasses = [(0, 0.5), (1, 2), (2, 1.25)];

    public static IEnumerable<Case> Cases() =>
        [
            .. Problems().Select(problem => problem.Case("fit", "fit")),
            .. Ladder()
                .Select(problem =>
                    problem.Case("fit", "fit", Wanted("history", "predict", "final_weights"))
                ),
            // History and predictions follow from weights that have more digits: only these are exact.
            .. Whole().Select(problem => problem.Case("fit", "fit", Wanted("final_weights"))),
            .. Refused(),
        ];

    private static IEnumerable<FitProblem> Problems() =>
        [
            .. Losses(),
            .. Losses()
                .Select(problem =>
                    problem with
                    {
                        Name = $"{problem.Name}_adam",
                        Optimizer = Adam,
                        Rows = 9,
                    }
                ),
            .. Losses().Select(problem => problem with { Type = ElementType.Float64 }),
            .. HiddenActivations(),
            .. Optimizers(),
            .. Weightings(),
            .. Validations(),
            .. Shapes(),
        ];

    // One size at a time: the other ones are small.
    private static IEnumerable<FitProblem> Ladder() =>
        Sizes.SelectMany(n =>
            new FitProblem[]
            {
                new()
                {
                    Name = $"rows_{n}",
                    Rows = n,
                    Batch = 16,
                    Epochs = 1,
                    Notes = "whole batches of 16, and what is left",
                },
                new()
                {
                    Name = $"inputs_{n}",
                    Inputs = n,
                    Epochs = 1,
                },
                new()
                {
                    Name = $"units_{n}",
                    Inputs = 3,
                    Layers = [(n, "relu"), (3, "softmax")],
                    Epochs = 1,
                },
                new()
                {
                    Name = $"classes_{n + 1}",
                    Inputs = 3,
                    Layers = [(4, "tanh"), (n + 1, "softmax")],
                    Epochs = 1,
                },
                new()
                {
                    Name = $"outputs_{n}",
                    Inputs = 3,
                    Loss = Squared,
                    Layers = [(4, "tanh"), (n, "linear")],
                    Metrics = ["mae"],
                    Epochs = 1,
                },
            }
        );

    // One step on whole numbers with a rate and divisors that are powers of two: forward, backward and update without
    // rounding. The summed loss divides by the outputs alone, so that any number of rows will do.
    private static IEnumerable<FitProblem> Whole()
    {
        var whole = new FitProblem
        {
            Name = "integers",
            Whole = true,
            Loss = Squared,
            LossParams = Node.Map.Of(("reduction", "sum")),
            Rows = 8,
            Batch = 64,
            Inputs = 3,
            Layers = [(1, "linear")],
            Epochs = 1,
            Metrics = [],
            Optimizer = ("SGD", Node.Map.Of(("learning_rate", 0.0078125))),
            Tags = ["integers"],
            Notes = "one step on whole numbers and powers of two: no rounding anywhere",
        };
        foreach (var n in Sizes)
        {
            yield return whole with
            {
                Name = $"integers_rows_{n}",
                Rows = n,
                Batch = 65,
            };
            yield return whole with
            {
                Name = $"integers_inputs_{n}",
                Inputs = n,
            };
            yield return whole with
            {
                Name = $"integers_hidden_{n}",
                Rows = 5,
                Layers = [(n, "relu"), (1, "linear")],
            };
        }

        foreach (var outputs in new[] { 2, 8, 16, 32, 64 })
        {
            yield return whole with
            {
                Name = $"integers_outputs_{outputs}",
                Layers = [(outputs, "linear")],
            };
        }

        yield return whole with
        {
            Name = "integers_sample_weight",
            Rows = 17,
            SampleWeight = d => d.Whole(0, 3, 17),
        };
        yield return whole with
        {
            Name = "integers_mean",
            LossParams = Node.Map.Empty,
            Rows = 16,
            Optimizer = ("SGD", Node.Map.Of(("learning_rate", 0.125))),
        };
        yield return whole with
        {
            Name = "integers_momentum",
            Rows = 8,
            Batch = 4,
            Optimizer = (
                "SGD",
                Node.Map.Of(("learning_rate", 0.0625), ("momentum", 0.5), ("nesterov", true))
            ),
            Notes = "two steps on whole numbers and powers of two: no rounding anywhere",
        };
    }

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

    private static IEnumerable<FitProblem> Optimizers()
    {
        var optimizers = new (string Name, string Optimizer, Node.Map Params)[]
        {
            ("sgd_default", "SGD", Node.Map.Empty),
            ("sgd_momentum", "SGD", Rate(0.0625).With(("momentum", 0.875))),
            ("sgd_nesterov", "SGD", Rate(0.0625).With(("momentum", 0.875), ("nesterov", true))),
            ("sgd_weight_decay", "SGD", Rate(0.125).With(("weight_decay", 0.0625))),
            ("sgd_clipnorm", "SGD", Rate(0.125).With(("clipnorm", 0.125))),
            ("sgd_global_clipnorm", "SGD", Rate(0.125).With(("global_clipnorm", 0.125))),
            ("sgd_clipvalue", "SGD", Rate(0.125).With(("clipvalue", 0.03125))),
            (
                "sgd_exponential_decay",
                "SGD",
                Schedule("ExponentialDecay", ("decay_steps", 4), ("decay_rate", 0.5))
            ),
            (
                "sgd_staircase_momentum",
                "SGD",
                Schedule(
                        "ExponentialDecay",
                        ("decay_steps", 3),
                        ("decay_rate", 0.5),
                        ("staircase", true)
                    )
                    .With(("momentum", 0.75))
            ),
            (
                "sgd_piecewise",
                "SGD",
                Node.Map.Of(
                    (
                        "learning_rate",
                        Node.Map.Of(
                            ("schedule", "PiecewiseConstantDecay"),
                            ("boundaries", Numbers(2, 5)),
                            ("values", Numbers(0.25, 0.125, 0.03125))
                        )
                    )
                )
            ),
            (
                "sgd_polynomial",
                "SGD",
                Schedule(
                    "PolynomialDecay",
                    ("decay_steps", 8),
                    ("end_learning_rate", 0.0078125),
                    ("power", 2)
                )
            ),
            (
                "sgd_inverse_time",
                "SGD",
                Schedule("InverseTimeDecay", ("decay_steps", 2), ("decay_rate", 0.5))
            ),
            ("sgd_cosine", "SGD", Schedule("CosineDecay", ("decay_steps", 8), ("alpha", 0.125))),
            ("adam_default", "Adam", Node.Map.Empty),
            ("adam_weight_decay", "Adam", Rate(0.03125).With(("weight_decay", 0.0625))),
            ("adam_global_clipnorm", "Adam", Rate(0.03125).With(("global_clipnorm", 0.25))),
            ("adam_cosine", "Adam", Schedule("CosineDecay", ("decay_steps", 16))),
            ("rmsprop_default", "RMSprop", Node.Map.Empty),
            ("rmsprop_momentum", "RMSprop", Rate(0.015625).With(("rho", 0.875), ("momentum", 0.5))),
            (
                "rmsprop_centered",
                "RMSprop",
                Rate(0.015625).With(("rho", 0.875), ("centered", true), ("epsilon", 0.0009765625))
            ),
        };
        foreach (var (name, optimizer, parameters) in optimizers)
        {
            yield return new()
            {
                Name = $"optimizer_{name}",
                Optimizer = (optimizer, parameters),
                Epochs = 4,
            };
        }

        yield return new()
        {
            Name = "40_steps",
            Rows = 8,
            Batch = 2,
            Epochs = 10,
            Notes = "ten epochs of four steps",
        };
    }

    private static Node.Map Rate(double rate) => Node.Map.Of(("learning_rate", rate));

    private static Node.Map Schedule(string name, params (string, Node)[] more) =>
        Node.Map.Of(
            (
                "learning_rate",
                Node.Map.Of(("schedule", name), ("initial_learning_rate", 0.25)).With(more)
            )
        );

    private static IEnumerable<FitProblem> Weightings()
    {
        Func<Draw, Tensor> weights = d => d.Weights(11);
        Func<Draw, Tensor> zeroBatch = d => d.Vector(1, 0.5, 2, 1, 0, 0, 0, 0, 1.5, 0.25, 1);
        Func<Draw, Tensor> negative = d =>
            d.Vector(1, 0.5, 2, -0.25, 1, 0, 0.5, 0.125, 1.5, 0.25, 1);
        FitProblem[] problems =
        [
            new()
            {
                Name = "class_weight",
                ClassWeight = ThreeClasses,
                WeightedMetrics = ["accuracy"],
                Metrics = [],
            },
            new()
            {
                Name = "class_weight_both_metrics",
                ClassWeight = ThreeClasses,
                WeightedMetrics = ["accuracy"],
                Notes = "the weighted one is logged as weighted_accuracy",
            },
            new()
            {
                Name = "class_weight_missing_class",
                ClassWeight = [(1, 3)],
                Notes = "a class that is not listed weighs 1",
                Tags = ["missing_class"],
            },
            new()
            {
                Name = "class_weight_one_hot",
                Loss = Categorical,
                ClassWeight = ThreeClasses,
                WeightedMetrics = ["accuracy"],
                Metrics = [],
            },
            new()
            {
                Name = "class_weight_binary",
                Loss = Binary,
                Layers = [(4, "relu"), (1, "sigmoid")],
                ClassWeight = [(0, 4), (1, 0.5)],
            },
            new()
            {
                Name = "class_weight_labels_n1",
                OtherLabelShape = true,
                ClassWeight = ThreeClasses,
            },
            new()
            {
                Name = "sample_weight",
                SampleWeight = weights,
                WeightedMetrics = ["accuracy"],
            },
            new()
            {
                Name = "sample_weight_n1",
                SampleWeight = d => d.Weights(11, 1),
                WeightedMetrics = ["accuracy"],
                Metrics = [],
            },
            new()
            {
                Name = "sample_weight_regression",
                Loss = Squared,
                Layers = [(4, "relu"), (1, "linear")],
                SampleWeight = weights,
                Metrics = ["mae"],
                WeightedMetrics = ["mse"],
            },
            new()
            {
                Name = "sample_weight_one_hot",
                Loss = Categorical,
                SampleWeight = weights,
            },
            new()
            {
                Name = "sample_weight_absolute",
                Loss = Absolute,
                Layers = [(4, "tanh"), (2, "linear")],
                SampleWeight = weights,
                Metrics = [],
                WeightedMetrics = ["mae"],
            },
            new()
            {
                Name = "sample_weight_zero_batch",
                SampleWeight = zeroBatch,
                WeightedMetrics = ["accuracy"],
                Notes = "the middle batch weighs nothing and still takes a step",
                Tags = ["zero_weight"],
            },
            new() { Name = "sample_weight_negative", SampleWeight = negative },
            new()
            {
                Name = "class_times_sample",
                ClassWeight = ThreeClasses,
                SampleWeight = weights,
                WeightedMetrics = ["accuracy"],
                Notes = "class weight and sample weight multiply",
                Tags = ["class_times_sample"],
            },
            new()
            {
                Name = "class_times_sample_one_hot",
                Loss = Categorical,
                ClassWeight = ThreeClasses,
                SampleWeight = weights,
                Notes = "class weight and sample weight multiply",
                Tags = ["class_times_sample"],
            },
        ];
        foreach (var problem in problems)
        {
            var tagged =
                problem.ClassWeight.Count > 0
                    ? problem with
                    {
                        Tags = ["class_weight", .. problem.Tags],
                    }
                    : problem;
            yield return tagged;
            if (problem.Name is "sample_weight" or "class_weight" or "class_times_sample")
            {
                yield return tagged with
                {
                    Type = ElementType.Float64,
                };
            }

            if (problem.Name is "sample_weight_zero_batch")
            {
                yield return tagged with
                {
                    Name = $"{problem.Name}_momentum",
                    Optimizer = ("SGD", Rate(0.0625).With(("momentum", 0.875))),
                };
                yield return tagged with
                {
                    Name = $"{problem.Name}_adam",
                    Optimizer = Adam,
                };
            }
        }
    }

    private static IEnumerable<FitProblem> Validations() =>
        [
            new() { Name = "validation", ValidationRows = 6 },
            new()
            {
                Name = "validation",
                ValidationRows = 6,
                Type = ElementType.Float64,
            },
            new()
            {
                Name = "validation_regression",
                Loss = Squared,
                Layers = [(4, "relu"), (1, "linear")],
                Metrics = ["mae"],
                ValidationRows = 5,
            },
            new()
            {
                Name = "validation_weighted",
                ValidationRows = 6,
                ValidationWeighted = true,
                WeightedMetrics = ["accuracy"],
            },
            new()
            {
                Name = "validation_weighted_training_weighted",
                ValidationRows = 6,
                ValidationWeighted = true,
                SampleWeight = d => d.Weights(11),
                WeightedMetrics = ["accuracy"],
            },
            new()
            {
                Name = "validation_unweighted_training_weighted",
                ValidationRows = 6,
                SampleWeight = d => d.Weights(11),
                WeightedMetrics = ["accuracy"],
                Notes = "validation has no weights of its own",
            },
            new()
            {
                Name = "validation_class_weight",
                ValidationRows = 6,
                ClassWeight = ThreeClasses,
                Notes = "class weights never act on validation",
                Tags = ["class_weight"],
            },
            new()
            {
                Name = "validation_batch_size",
                ValidationRows = 7,
                ValidationBatch = 3,
            },
            new()
            {
                Name = "validation_split",
                ValidationSplit = 0.25,
                Notes = "the last 3 of 11 rows validate",
            },
            new()
            {
                Name = "validation_split_sample_weight",
                ValidationSplit = 0.25,
                SampleWeight = d => d.Weights(11),
                WeightedMetrics = ["accuracy"],
                Notes = "weights are split along",
            },
            new()
            {
                Name = "validation_split_class_weight",
                ValidationSplit = 0.3,
                ClassWeight = ThreeClasses,
                Notes = "class weights act on the training part only",
                Tags = ["class_weight"],
            },
            new()
            {
                Name = "validation_split_rounding",
                Rows = 10,
                ValidationSplit = 0.3,
                Notes = "floor(10 * (1 - 0.3)) rows train",
            },
            new()
            {
                Name = "validation_wins_over_split",
                ValidationRows = 6,
                ValidationSplit = 0.5,
                Notes = "rows given win over a share",
            },
        ];

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

    private static IEnumerable<Case> Refused()
    {
        var plain = new FitProblem { Name = "plain" };
        (string Name, FitProblem Problem, Func<Node.Map, Draw, Node.Map> Spoil)[] refused =
        [
            (
                "label_beyond_classes",
                plain,
                (inputs, _) =>
                    Replace(inputs, "y", Tensor.Vector<long>([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 3]))
            ),
            (
                "label_minus_1",
                plain,
                (inputs, _) =>
                    Replace(inputs, "y", Tensor.Vector<long>([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, -1]))
            ),
            (
                "label_not_whole",
                plain,
                (inputs, d) => Replace(inputs, "y", d.Vector(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0.5))
            ),
            ("fewer_labels", plain, (inputs, d) => Replace(inputs, "y", d.Labels(3, 10))),
            (
                "inputs_of_another_width",
                plain,
                (inputs, d) => Replace(inputs, "x", d.Normal(1, 11, 5))
            ),
            (
                "no_rows",
                plain,
                (inputs, d) =>
                    Replace(Replace(inputs, "x", d.Of([], 0, 4)), "y", Tensor.Vector<long>([]))
            ),
            (
                "weights_too_few",
                plain,
                (inputs, d) => inputs.With(("sample_weight", d.Weights(10)))
            ),
            (
                "weights_nan",
                plain,
                (inputs, d) =>
                    inputs.With(
                        ("sample_weight", d.Vector(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, double.NaN))
                    )
            ),
            (
                "kernel_nan",
                plain,
                (inputs, d) => Replace(inputs, "initial_weights", Spoilt(inputs, d))
            ),
            (
                "class_weight_nan",
                plain with
                {
                    ClassWeight = [(0, double.NaN)],
                },
                (inputs, _) => inputs
            ),
            (
                "split_leaves_nothing",
                plain with
                {
                    Rows = 10,
                    ValidationSplit = 0.9,
                },
                (inputs, _) => inputs
            ),
            ("split_beyond_1", plain with { ValidationSplit = 1.5 }, (inputs, _) => inputs),
            ("batch_0", plain with { Batch = 0 }, (inputs, _) => inputs),
            ("no_epochs", plain with { Epochs = 0 }, (inputs, _) => inputs),
            (
                "metric_twice",
                plain with
                {
                    Metrics = ["accuracy", "accuracy"],
                },
                (inputs, _) => inputs
            ),
            ("one_hot_for_sparse", plain, (inputs, d) => Replace(inputs, "y", d.OneHot(11, 3))),
            (
                "labels_for_categorical",
                plain with
                {
                    Loss = Categorical,
                },
                (inputs, d) => Replace(inputs, "y", d.Labels(3, 11))
            ),
        ];
        return refused.Select(entry =>
        {
            var problem = entry.Problem with { Name = entry.Name, Tags = ["refusal"] };
            var sound = problem.Case("fit", "fit", Refusal);
            return sound with
            {
                Inputs = entry.Spoil(sound.Inputs, new Draw($"{sound.Id}/spoilt", sound.DType)),
            };
        });
    }

    private static Node.Map Replace(Node.Map inputs, string key, Node value) =>
        new([
            .. inputs.Entries.Select(entry =>
                entry.Key == key ? KeyValuePair.Create(key, value) : entry
            ),
        ]);

    private static Node.List Spoilt(Node.Map inputs, Draw d)
    {
        var weights = inputs["initial_weights"].AsList();
        return new([weights[0], d.Vector(0, 0, double.NaN, 0, 0), .. weights.Skip(2)]);
    }
}
