using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Weights of classes and samples.
internal static partial class Fits
{
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
}
