namespace Mlp.Conformance.Mutants.Families;

internal static class WeightedLossMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "mean_over_the_sum_of_weights",
            "weighted_losses",
            "The weighted mean divides by the sum of weights instead of the rows, as torch's CrossEntropyLoss and ONNX",
            "Truth/Losses/Losses.cs",
            "reduction == Reduction.MeanWithSampleWeight ? weights[i] : T.One",
            "reduction != Reduction.Sum ? weights[i] : T.One"
        ),
        new(
            "rows_of_weight_0_not_counted",
            "weighted_losses",
            "The weighted mean divides by the rows whose weight is not 0, as TensorFlow 1's SUM_BY_NONZERO_WEIGHTS",
            "Truth/Losses/Losses.cs",
            "reduction == Reduction.MeanWithSampleWeight ? weights[i] : T.One",
            "reduction == Reduction.MeanWithSampleWeight ? weights[i] : T.IsZero(weights[i]) ? T.Zero : T.One"
        ),
        new(
            "mean_with_sample_weight_over_rows",
            "weighted_losses",
            "mean_with_sample_weight divides by the rows",
            "Truth/Losses/Losses.cs",
            "reduction == Reduction.MeanWithSampleWeight ? weights[i] : T.One",
            "T.One"
        ),
        new(
            "zero_weights_give_nan",
            "weighted_losses",
            "Weights that sum to 0 give 0/0 instead of 0",
            "Truth/Losses/Losses.cs",
            "T.IsZero(divisor) ? T.Zero : value / divisor",
            "value / divisor"
        ),
        new(
            "weights_normalised",
            "weighted_losses",
            "Sample weights are scaled to a mean of 1 first",
            "Truth/Losses/Losses.cs",
            ": Numbers<T>.Read(sampleWeight);",
            """
            : Numbers<T>.Read(sampleWeight);
            var total = new Sum<T>();
            foreach (var weight in weights)
            {
                total.Add(weight);
            }

            var mean = total.Value / T.CreateChecked(weights.Length);
            weights = T.IsZero(mean) ? weights : Array.ConvertAll(weights, weight => weight / mean);
            """
        ),
        new(
            "negative_weights_taken_for_0",
            "weighted_losses",
            "Negative weights count as 0",
            "Truth/Losses/Losses.cs",
            ": Numbers<T>.Read(sampleWeight);",
            ": Array.ConvertAll(Numbers<T>.Read(sampleWeight), weight => T.Max(weight, T.Zero));"
        ),
        new(
            "rows_of_weight_0_skipped",
            "weighted_losses",
            "Rows of weight 0 are skipped, so that a NaN in one goes unseen",
            "Truth/Losses/Losses.cs",
            "if (!ignored[i]) { var loss",
            "if (!ignored[i] && !T.IsZero(weights[i])) { var loss"
        ),
        new(
            "gradient_without_weights",
            "weighted_losses",
            "The gradient leaves the weights out",
            "Truth/Losses/Losses.cs",
            "OverDivisor(weights[i] * slope[output])",
            "OverDivisor(slope[output])"
        ),
        new(
            "weights_broadcast",
            "weighted_losses",
            "Weights (n, 1) times losses (n,) broadcast to an n by n table, as numpy does",
            "Truth/Losses/Losses.cs",
            "return reduction == Reduction.None ?",
            """
            if (shape.Length == 2)
            {
                var (losses, total) = (new Sum<T>(), new Sum<T>());
                for (var i = 0; i < weights.Length; i++)
                {
                    losses.Add(formula.Value(targets.Row(Sample(i)), predictions.Row(Sample(i))));
                    total.Add(weights[i]);
                }

                sum = new();
                sum.AddProduct(losses.Value, total.Value / T.CreateChecked(weights.Length));
            }

            return reduction == Reduction.None ?
            """
        ),
        new(
            "class_by_the_first_column",
            "weighted_losses",
            "The class weight of a one-hot row is looked up by its first column, 0 or 1, instead of its class",
            "Truth/Preprocessing/ClassWeights.cs",
            "return width > 1 ? ArgMax.Of<double>(values)",
            "return width > 1 ? values[0]"
        ),
        new(
            "class_by_the_last_maximum",
            "weighted_losses",
            "The class of a soft label is its last maximum",
            "Truth/Preprocessing/ClassWeights.cs",
            "return width > 1 ? ArgMax.Of<double>(values)",
            "return width > 1 ? Array.LastIndexOf(values, values.Max())"
        ),
        new(
            "class_and_sample_weights_added",
            "weighted_losses",
            "Class weight and sample weight of a row are added",
            "Truth/Preprocessing/ClassWeights.cs",
            "rows[row] *= T.CreateChecked(sampleWeight[row]);",
            "rows[row] += T.CreateChecked(sampleWeight[row]);"
        ),
        new(
            "missing_class_weighs_0",
            "weighted_losses",
            "A class that is not listed weighs 0",
            "Truth/Preprocessing/ClassWeights.cs",
            "? weight : 1;",
            "? weight : 0;"
        ),
        new(
            "labels_rounded_half_up",
            "weighted_losses",
            "Labels (n, 1) are rounded half away from zero: 0.5 is of class 1",
            "Truth/Preprocessing/ClassWeights.cs",
            "MidpointRounding.ToEven",
            "MidpointRounding.AwayFromZero"
        ),
    ];
}
