using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Validation: given, and split off.
internal static partial class Fits
{
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
}
