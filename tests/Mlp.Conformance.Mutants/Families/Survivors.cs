namespace Mlp.Conformance.Mutants.Families;

/// <summary>Mutants that no case kills yet: gaps of the suite, stated. One that a new case kills moves to its family.</summary>
internal static class Survivors
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "labels_in_a_byte",
            "losses",
            "Class labels are kept in a byte: class 256 becomes 0",
            "Truth/Losses/SparseCategoricalCrossentropy.cs",
            "-LogSoftmax<T>.Value(predictions)[int.CreateChecked(targets[0])];",
            "-LogSoftmax<T>.Value(predictions)[(byte)int.CreateChecked(targets[0])];"
        ),
        new(
            "no_gradient_at_the_clip_bounds",
            "loss_gradients",
            "At the clip bounds themselves the gradient is 0",
            "Truth/Losses/Clip.cs",
            "p >= Lowest && p <= Highest",
            "p > Lowest && p < Highest"
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
            "softplus_linear_above_20",
            "activations",
            "Softplus is x above 20, torch's threshold",
            "Truth/Activations/Softplus.cs",
            "public static T Of(T x) =>",
            "public static T Of(T x) => x > T.CreateChecked(20) ? x :"
        ),
        new(
            "last_of_15_columns_left_out",
            "activations",
            "A vector loop leaves the last of 15 columns as it was",
            "Truth/Activations/Activations.cs",
            "for (var column = 0; column < x.Columns; column++) { y[row, column]",
            "for (var column = 0; column < (x.Columns == 15 ? 14 : x.Columns); column++) { y[row, column]"
        ),
        new(
            "last_of_31_slopes_left_out",
            "activations",
            "A vector loop leaves the slope of the last of 31 columns as it was",
            "Truth/Activations/Activations.cs",
            "for (var column = 0; column < x.Columns; column++) { gradient[row, column]",
            "for (var column = 0; column < (x.Columns == 31 ? 30 : x.Columns); column++) { gradient[row, column]"
        ),
        new(
            "subnormals_flushed",
            "dense",
            "Subnormal results become 0, as on a processor that is set to flush them",
            "Truth/Dense.cs",
            "z[row, unit] = sum.Value;",
            "z[row, unit] = T.IsSubnormal(sum.Value) ? T.Zero : sum.Value;"
        ),
        new(
            "subnormal_inputs_taken_for_0",
            "dense",
            "Subnormal inputs count as 0, as on a processor that is set so",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            "sum.AddProduct(T.IsSubnormal(x[row, input]) ? T.Zero : x[row, input], kernel[input, unit]);"
        ),
        new(
            "inputs_of_0_skipped",
            "dense",
            "Inputs of 0 are skipped, so that 0 * infinity is 0 instead of NaN",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            "if (!T.IsZero(x[row, input])) { sum.AddProduct(x[row, input], kernel[input, unit]); }"
        ),
        new(
            "square_kernel_transposed",
            "dense",
            "A square kernel is read transposed, where no shape gives it away",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            "sum.AddProduct(x[row, input], kernel.Rows == kernel.Columns ? kernel[unit, input] : kernel[input, unit]);"
        ),
        new(
            "square_kernel_not_transposed_backward",
            "dense",
            "The gradient of the inputs multiplies by a square kernel instead of its transpose",
            "Truth/Dense.cs",
            "sum.AddProduct(upstream[row, unit], kernel[input, unit]);",
            "sum.AddProduct(upstream[row, unit], kernel.Rows == kernel.Columns ? kernel[unit, input] : kernel[input, unit]);"
        ),
        new(
            "rmsprop_momentum_with_the_rate_outside",
            "optimizers",
            "RMSprop's momentum is multiplied by the rate of the moment, as torch does: another thing under a schedule",
            "Truth/Optimizers/RmsPropState.cs",
            "u = momentum * u + rate * g[i] / T.Sqrt(underRoot); w[i] -= u;",
            "u = momentum * u + g[i] / T.Sqrt(underRoot); w[i] -= rate * u;"
        ),
        new(
            "binary_labels_thresholded",
            "metrics",
            "Labels are compared by the threshold too: 0.75 counts as 1",
            "Truth/Metrics/Metrics.cs",
            "y.Values[i] == (p.Values[i] > threshold ? T.One : T.Zero)",
            "(y.Values[i] > threshold) == (p.Values[i] > threshold)"
        ),
        new(
            "label_truncated_to_its_class",
            "metrics",
            "Sparse accuracy truncates labels: 1.5 hits class 1",
            "Truth/Metrics/Metrics.cs",
            "Hit(y[0] == T.CreateChecked(ArgMax.Of(p)))",
            "Hit(T.Truncate(y[0]) == T.CreateChecked(ArgMax.Of(p)))"
        ),
        new(
            "class_weights_on_validation",
            "history",
            "Class weights act on validation too",
            "Truth/PlainModel.cs",
            "rows = Weigh(rows, fit.ClassWeight);",
            "rows = Weigh(rows, fit.ClassWeight); validation = validation is null ? null : Weigh(validation, fit.ClassWeight);"
        ),
        new(
            "bytes_not_scaled",
            "predict",
            "Bytes go in as they are, 0 to 255",
            "Truth/PlainModel.cs",
            "rows.Values[i] /= T.CreateChecked(255);",
            ""
        ),
        new(
            "bytes_over_256",
            "predict",
            "Bytes are divided by 256",
            "Truth/PlainModel.cs",
            "rows.Values[i] /= T.CreateChecked(255);",
            "rows.Values[i] /= T.CreateChecked(256);"
        ),
        new(
            "bias_of_the_first_layer",
            "predict",
            "A layer as wide as the first takes its bias",
            "Truth/Network.cs",
            "Kernel(layer), Variables[2 * layer + 1]",
            "Kernel(layer), Variables[2 * layer + 1].Length == Variables[1].Length ? Variables[1] : Variables[2 * layer + 1]"
        ),
        new(
            "class_by_the_last_tie",
            "predict",
            "The predicted class is the last of equal maxima",
            "Truth/Preprocessing/ArgMax.cs",
            "values[i] > values[best] || T.IsNaN(values[i])",
            "values[i] >= values[best] || T.IsNaN(values[i])"
        ),
        new(
            "constant_only_at_0",
            "scaler",
            "A column is constant only where its variance is exactly 0: noise on a large offset is blown up",
            "Truth/Preprocessing/Scaler.cs",
            "Variance <= Weight.High * Eps * Variance + noise * noise",
            "Variance <= noise * 0"
        ),
        new(
            "empty_chunk_column_is_nan",
            "scaler",
            "A chunk whose column is all NaN makes the column NaN for good",
            "Truth/Preprocessing/Scaler.cs",
            "if (other.Weight.High == 0) { return this; }",
            ""
        ),
        new(
            "validation_may_be_empty",
            "splits",
            "A validation split that leaves no row to validate on passes",
            "Truth/Preprocessing/Splits.cs",
            "return train >= 1 && train < rows",
            "return train >= 1 && train <= rows"
        ),
        new(
            "square_kernel_transposed_backward",
            "fit",
            "The gradient goes back through a square kernel that is not transposed",
            "Truth/Dense.cs",
            "sum.AddProduct(upstream[row, unit], kernel[input, unit]);",
            "sum.AddProduct(upstream[row, unit], kernel.Rows == kernel.Columns ? kernel[unit, input] : kernel[input, unit]);"
        ),
        new(
            "relu_slope_1_at_0",
            "fit",
            "Relu lets the gradient pass where its input is 0",
            "Truth/Activations/Relu.cs",
            "x > T.Zero ? T.One : T.Zero;",
            "x >= T.Zero ? T.One : T.Zero;"
        ),
        new(
            "bytes_not_scaled",
            "fit",
            "Bytes are trained on as they are, 0 to 255",
            "Truth/PlainModel.cs",
            "rows.Values[i] /= T.CreateChecked(255);",
            ""
        ),
    ];
}
