namespace Mlp.Conformance.Mutants.Families;

internal static class LossGradientMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "logits_gradient_clipped",
            "loss_gradients",
            "From logits, a row whose true class has a probability below 1e-7 gets no gradient, as Keras' torch backend gives through a softmax layer",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "slope[i] = sum.Value;",
            "slope[i] = Clip<T>.Passes(p[ArgMax.Of<T>(t)]) ? sum.Value : T.Zero;"
        ),
        new(
            "clip_passes_the_gradient",
            "loss_gradients",
            "Outside the clip range the slope is that of the clipped probability instead of 0",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "g[j] = Clip<T>.Passes(q) ? -t[j] / q : T.Zero;",
            "g[j] = -t[j] / Clip<T>.Value(q);"
        ),
        new(
            "clip_passes_the_binary_gradient",
            "loss_gradients",
            "Outside the clip range the slope of binary crossentropy is that of the clipped probability",
            "Truth/Losses/BinaryCrossentropy.cs",
            "var p = predictions[j]; slope[j] = Clip<T>.Passes(p) ?",
            "var p = Clip<T>.Value(predictions[j]); slope[j] = Clip<T>.Passes(p) ?"
        ),
        new(
            "slope_1_of_absolute_0",
            "loss_gradients",
            "The slope of |x| at 0 is 1",
            "Truth/Losses/AbsoluteError.cs",
            ": x < T.Zero ? -T.One : x;",
            ": x < T.Zero ? -T.One : T.One;"
        ),
        new(
            "binary_slope_not_over_outputs",
            "loss_gradients",
            "The slope of binary crossentropy from logits is sigmoid(x) - y, not divided by the outputs of a row",
            "Truth/Losses/BinaryCrossentropy.cs",
            "slope[j] = (right - wrong) / T.CreateChecked(t.Length);",
            "slope[j] = right - wrong;"
        ),
        new(
            "smoothing_forgotten_in_the_gradient",
            "loss_gradients",
            "The gradient from logits takes labels as they are, unsmoothed",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "predictions.Length); var p = Softmax<T>.Value(predictions);",
            "predictions.Length); t = targets.ToArray(); var p = Softmax<T>.Value(predictions);"
        ),
        new(
            "row_sum_taken_for_constant",
            "loss_gradients",
            "The gradient of categorical crossentropy leaves out that the row's sum depends on each probability",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "slope[i] = (g[i] - mean.Value) / total;",
            "slope[i] = g[i] / total;"
        ),
        new(
            "p_minus_t",
            "loss_gradients",
            "The gradient from logits is p - t also where labels do not sum to 1",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "slope[i] = sum.Value;",
            "slope[i] = p[i] - t[i];"
        ),
        new(
            "gradient_summed",
            "loss_gradients",
            "The gradient of the mean is not divided by the rows",
            "Truth/Losses/Losses.cs",
            "OverDivisor(weights[i] * slope[output])",
            "weights[i] * slope[output]"
        ),
        new(
            "ignored_rows_have_a_gradient",
            "loss_gradients",
            "Rows of the ignored class have a gradient",
            "Truth/Losses/Losses.cs",
            "if (!ignored[i]) { var slope",
            "if (!ignored[i] || targets[i, 0] >= T.Zero) { var slope"
        ),
        new(
            "last_of_17_rows_without_gradient",
            "loss_gradients",
            "The loop over rows goes in steps of 16 or 8 and leaves the last of 17 out",
            "Truth/Losses/Losses.cs",
            "if (!ignored[i]) { var slope",
            "if (!ignored[i] && !(weights.Length == 17 && i == 16)) { var slope"
        ),
        new(
            "probabilities_in_float16",
            "loss_gradients",
            "The gradient from logits takes its softmax from a float16 kernel",
            "Truth/Losses/CategoricalCrossentropy.cs",
            "var p = Softmax<T>.Value(predictions);",
            """
            var p = Array.ConvertAll(
                Softmax<T>.Value(predictions),
                value => typeof(T) == typeof(float) ? T.CreateChecked((Half)float.CreateChecked(value)) : value
            );
            """
        ),
        new(
            "no_gradient_at_the_clip_bounds",
            "loss_gradients",
            "At the clip bounds themselves the gradient is 0",
            "Truth/Losses/Clip.cs",
            "p < Lowest || p > Highest",
            "p <= Lowest || p >= Highest"
        ),
        new(
            "slope_0_of_absolute_nan",
            "loss_gradients",
            "The slope of |NaN| is 0, so that NaN goes unseen",
            "Truth/Losses/AbsoluteError.cs",
            ": x < T.Zero ? -T.One : x;",
            ": x < T.Zero ? -T.One : T.Zero;"
        ),
        new(
            "slope_0_of_a_nan_probability",
            "loss_gradients",
            "The slope of binary crossentropy at a probability of NaN is 0, so that NaN goes unseen",
            "Truth/Losses/BinaryCrossentropy.cs",
            "slope[j] = Clip<T>.Passes(p) ?",
            "slope[j] = Clip<T>.Passes(p) && !T.IsNaN(p) ?"
        ),
    ];
}
