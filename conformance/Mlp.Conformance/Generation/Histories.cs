using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

/// <summary>What an epoch's figures mean: running means over batches, alone and in a training.</summary>
internal static class Histories
{
    public static IEnumerable<Case> Cases() =>
        [
            Mean(
                "two_batches",
                d => (d.Vector(0.7, 0.5), d.Vector(1, 1)),
                "batch losses 0.7, then 0.5, show 0.7, then 0.6"
            ),
            Mean(
                "unequal_last_batch",
                d => (d.Vector(0.75, 0.5, 2), d.Vector(32, 32, 16)),
                "a batch weighs by its rows"
            ),
            Mean(
                "last_batch_of_1",
                d => (d.Vector(0.5, 0.25, 9), d.Vector(32, 32, 1)),
                "one row among 65"
            ),
            Mean("one_batch", d => (d.Vector(0.7), d.Vector(32))),
            Mean(
                "zero_weights",
                d => (d.Vector(5, 1, 7, 2), d.Vector(0, 2, 0, 1)),
                "0 while the weights are 0; then weights of 0 change nothing",
                tags: ["zero_weight"]
            ),
            Mean(
                "all_zero_weights",
                d => (d.Vector(5, 1, 7), d.Vector(0, 0, 0)),
                "0, not NaN",
                tags: ["zero_weight", "degenerate:all_weights_zero"]
            ),
            Mean(
                "negative_weight",
                d => (d.Vector(1, 2, 3), d.Vector(2, -0.5, 1)),
                "negative weights are used as they are"
            ),
            Mean(
                "nan",
                d => (d.Vector(1, 2, double.NaN, 4), d.Vector(1, 1, 1, 1)),
                "spoilt from there on",
                tags: ["nan", "nonfinite"]
            ),
            Mean(
                "nan_of_weight_0",
                d => (d.Vector(1, double.NaN, 3), d.Vector(1, 0, 1)),
                "NaN * 0 stays NaN",
                tags: ["nan", "nonfinite", "zero_weight"]
            ),
            Mean(
                "infinity",
                d => (d.Vector(1, double.PositiveInfinity, 4), d.Vector(1, 1, 1)),
                "infinite from there on",
                tags: ["nonfinite"]
            ),
            Mean(
                "spread",
                d => (d.Magnitudes(-20, 20, 17), d.Whole(1, 64, 17)),
                "sizes from 1e-6 to 1e6"
            ),
            Mean(
                "large_first",
                d => (d.Vector(1e8, 1, 1, 1, 1), d.Vector(1, 1, 1, 1, 1)),
                "small values behind a large one"
            ),
            .. Sizes.Select(n => Mean($"n{n}", d => (d.Uniform(0, 3, n), d.Whole(1, 32, n)))),
            .. BothTypes.Select(type =>
                Mean(
                    "long",
                    d => (d.Uniform(0.5, 1, 800), d.Whole(32, 32, 800)),
                    "an epoch of 800 batches",
                    type
                )
            ),
            Mean(
                "weights_uneven",
                d => (d.Normal(1, 33), d.Weights(33)),
                type: ElementType.Float64
            ),
            Case(
                "history",
                "running_mean",
                "lengths_differ",
                Refusal,
                d => Node.Map.Of(("values", d.Normal(1, 4)), ("weights", d.Weights(3))),
                tags: ["refusal"]
            ),
            .. Fits()
                .Select(problem =>
                    problem.Case(
                        "history",
                        "fit_history",
                        Wanted("history", "first_epoch_batch_logs")
                    )
                ),
        ];

    private static IEnumerable<FitProblem> Fits() =>
        [
            new()
            {
                Name = "unequal_last_batch",
                Rows = 10,
                Batch = 4,
                Notes = "batches of 4, 4 and 2 rows",
            },
            new()
            {
                Name = "last_batch_of_1",
                Rows = 9,
                Batch = 4,
                Notes = "batches of 4, 4 and 1 rows",
            },
            new()
            {
                Name = "equal_batches",
                Rows = 12,
                Batch = 4,
            },
            new()
            {
                Name = "one_batch",
                Rows = 12,
                Batch = 12,
                Epochs = 5,
                Notes = "the loss of an epoch is that before its step",
            },
            new()
            {
                Name = "weighted",
                SampleWeight = d => d.Weights(11),
                WeightedMetrics = ["accuracy"],
                Notes = "the loss weighs batches by rows, the weighted metric by weights",
            },
            new()
            {
                Name = "class_weighted",
                ClassWeight = [(0, 0.25), (1, 4), (2, 1)],
                WeightedMetrics = ["accuracy"],
                Tags = ["class_weight"],
            },
            new()
            {
                Name = "zero_batch",
                SampleWeight = d => d.Vector(0, 0, 0, 0, 1, 0.5, 2, 1, 1, 1, 0),
                WeightedMetrics = ["accuracy"],
                Notes = "a first batch without weight: loss and weighted metric 0 after it",
                Tags = ["zero_weight"],
            },
            new()
            {
                Name = "regression",
                Loss = Squared,
                Layers = [(4, "relu"), (1, "linear")],
                Metrics = ["mae", "root_mean_squared_error"],
                Notes = "the root is taken of the running mean",
            },
            new()
            {
                Name = "validation",
                ValidationRows = 7,
                Notes = "val_* after the epoch, with its final weights",
            },
            new()
            {
                Name = "class_weighted_validation",
                ClassWeight = [(0, 0.25), (1, 4), (2, 1)],
                ValidationRows = 7,
                WeightedMetrics = ["accuracy"],
                Tags = ["class_weight"],
                Notes = "class weights never act on validation rows",
            },
            new()
            {
                Name = "validation_weighted",
                ValidationRows = 7,
                ValidationWeighted = true,
                WeightedMetrics = ["accuracy"],
            },
            new()
            {
                Name = "float64",
                Type = ElementType.Float64,
                Rows = 10,
                ValidationRows = 7,
            },
        ];

    private static Case Mean(
        string name,
        Func<Draw, (Tensor Values, Tensor Weights)> data,
        string? notes = null,
        ElementType type = ElementType.Float32,
        string[]? tags = null
    ) =>
        Case(
            "history",
            "running_mean",
            name,
            Wanted("running_mean"),
            d =>
            {
                var (values, weights) = data(d);
                return Node.Map.Of(("values", values), ("weights", weights));
            },
            type: type,
            notes: notes,
            tags: tags
        );
}
