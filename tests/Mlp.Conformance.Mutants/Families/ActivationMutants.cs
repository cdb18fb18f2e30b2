namespace Mlp.Conformance.Mutants.Families;

internal static class ActivationMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "no_maximum_in_softmax",
            "activations",
            "Softmax does not take the maximum out: e^x overflows at 89 in float32",
            "Truth/Activations/Softmax.cs",
            "var largest = x[ArgMax.Of(x)];",
            "var largest = T.Zero;"
        ),
        new(
            "softmax_along_the_rows",
            "activations",
            "Softmax runs over all values together instead of along the last axis",
            "Truth/PlainOperations{T}.cs",
            "var columns = x.Rank == 0 ? 1 : x.Shape[^1];",
            "var columns = x.Length;"
        ),
        new(
            "softmax_gradient_of_its_diagonal",
            "activations",
            "The gradient of softmax is upstream * y * (1 - y), as if each value stood alone",
            "Truth/Activations/Softmax.cs",
            "gradient[i] = y[i] * (upstream[i] - mean.Value);",
            "gradient[i] = y[i] * (T.One - y[i]) * upstream[i];"
        ),
        new(
            "coarse_exponential",
            "activations",
            "Softmax takes e^x from a fast routine good to 2^-18",
            "Truth/Activations/Softmax.cs",
            "y[i] = Elementary.Exp(x[i] - largest);",
            "y[i] = Elementary.Exp(x[i] - largest) * (T.One + T.ScaleB(T.One, -18) * (x[i] - T.Floor(x[i])));"
        ),
        new(
            "log_of_a_softmax",
            "activations",
            "Log-softmax is the logarithm of the softmax: -infinity where a probability is rounded to 0",
            "Truth/Activations/LogSoftmax.cs",
            "return y;",
            "return Array.ConvertAll(Softmax<T>.Value(x), p => Elementary.Log(p));"
        ),
        new(
            "log_softmax_gradient_without_sum",
            "activations",
            "The gradient of log-softmax is upstream - y, which holds only where upstream sums to 1",
            "Truth/Activations/LogSoftmax.cs",
            "gradient[i] = upstream[i] - y[i] * total.Value;",
            "gradient[i] = upstream[i] - y[i];"
        ),
        new(
            "relu_slope_1_at_0",
            "activations",
            "The slope of relu at 0 is 1, as x >= 0 makes it",
            "Truth/Activations/Relu.cs",
            "x > T.Zero ? T.One : T.Zero;",
            "x >= T.Zero ? T.One : T.Zero;"
        ),
        new(
            "relu_of_nan_is_0",
            "activations",
            "relu(NaN) is 0, as x > 0 ? x : 0 makes it",
            "Truth/Activations/Relu.cs",
            "T.Max(x, T.Zero);",
            "x > T.Zero ? x : T.Zero;"
        ),
        new(
            "relu_flushes_subnormals",
            "activations",
            "Subnormal numbers become 0, as on a processor that is set to flush them",
            "Truth/Activations/Relu.cs",
            "T.Max(x, T.Zero);",
            "T.IsSubnormal(x) ? T.Zero : T.Max(x, T.Zero);"
        ),
        new(
            "leaky_slope_0.01",
            "activations",
            "Leaky relu has slope 0.01, torch's, whatever was asked",
            "Truth/Activations/LeakyRelu.cs",
            "T.CreateChecked(slope);",
            "T.CreateChecked(0.01);"
        ),
        new(
            "gelu_by_tanh",
            "activations",
            "The exact gelu is approximated by tanh",
            "Truth/Activations/Activations.cs",
            "Activation.Gelu => new Gelu<T>(),",
            "Activation.Gelu => new ApproximateGelu<T>(),"
        ),
        new(
            "gelu_never_approximate",
            "activations",
            "The gelu that is asked for by tanh is the exact one",
            "Truth/Activations/Activations.cs",
            "Activation.Gelu { Approximate: true } => new ApproximateGelu<T>(),",
            ""
        ),
        new(
            "selu_constants_of_3_digits",
            "activations",
            "Selu takes 1.67 and 1.05 for its constants",
            "Truth/Activations/Activations.cs",
            "new Elu<T>(selu.Alpha, selu.Scale)",
            "new Elu<T>(1.67, 1.05)"
        ),
        new(
            "softplus_overflows",
            "activations",
            "Softplus is written log(1 + e^x), which overflows",
            "Truth/Activations/Softplus.cs",
            "T.Max(x, T.Zero) + Elementary.Log1P(Elementary.Exp(-T.Abs(x)));",
            "Elementary.Log1P(Elementary.Exp(x));"
        ),
        new(
            "softplus_loses_small_sums",
            "activations",
            "Softplus is written log(1 + e^-|x|), whose sum loses e^-|x| below 6e-8",
            "Truth/Activations/Softplus.cs",
            "Elementary.Log1P(Elementary.Exp(-T.Abs(x)));",
            "Elementary.Log(T.One + Elementary.Exp(-T.Abs(x)));"
        ),
        new(
            "tanh_overflows",
            "activations",
            "Tanh is written (e^2x - 1)/(e^2x + 1): infinity over infinity for large x",
            "Truth/Activations/Tanh.cs",
            "Elementary.Tanh(x);",
            "(Elementary.Exp(Two * x) - T.One) / (Elementary.Exp(Two * x) + T.One);"
        ),
        new(
            "sigmoid_cut_off",
            "activations",
            "Sigmoid cuts its input at -30 and 30 against overflow",
            "Truth/Activations/Sigmoid.cs",
            "public T Value(T x) => Elementary.Sigmoid(x);",
            "public T Value(T x) => Elementary.Sigmoid(T.Clamp(x, T.CreateChecked(-30), T.CreateChecked(30)));"
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
    ];
}
