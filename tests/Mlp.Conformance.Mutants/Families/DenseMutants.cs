namespace Mlp.Conformance.Mutants.Families;

internal static class DenseMutants
{
    // Rounding to fewer digits is a matter of float32 kernels; in float64 nothing is changed.
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "factors_in_tf32",
            "dense",
            "Factors are cut to TF32, 10 bits, as tensor cores do unless told not to",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            """
            static T Cut(T value) => typeof(T) == typeof(float)
                ? T.CreateChecked(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(float.CreateChecked(value)) & ~0x1FFF))
                : value;
            sum.AddProduct(Cut(x[row, input]), Cut(kernel[input, unit]));
            """
        ),
        new(
            "factors_in_bfloat16",
            "dense",
            "Factors are cut to bfloat16, 7 bits, as oneDNN's implicit fast-math mode does",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            """
            static T Cut(T value) => typeof(T) == typeof(float)
                ? T.CreateChecked(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(float.CreateChecked(value)) & ~0xFFFF))
                : value;
            sum.AddProduct(Cut(x[row, input]), Cut(kernel[input, unit]));
            """
        ),
        new(
            "products_in_float16",
            "dense",
            "Products are rounded to float16 before they are added",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], kernel[input, unit]);",
            """
            var product = x[row, input] * kernel[input, unit];
            sum.Add(typeof(T) == typeof(float) ? T.CreateChecked((Half)float.CreateChecked(product)) : product);
            """
        ),
        new(
            "kernel_gradient_in_tf32",
            "dense",
            "The factors of the kernel's gradient are cut to TF32, while the forward pass is exact",
            "Truth/Dense.cs",
            "sum.AddProduct(x[row, input], upstream[row, unit]);",
            """
            static T Cut(T value) => typeof(T) == typeof(float)
                ? T.CreateChecked(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(float.CreateChecked(value)) & ~0x1FFF))
                : value;
            sum.AddProduct(Cut(x[row, input]), Cut(upstream[row, unit]));
            """
        ),
        new(
            "bias_gradient_over_the_wrong_axis",
            "dense",
            "Where rows and units are as many, the gradient of the bias sums rows instead of columns",
            "Truth/Dense.cs",
            "sum.Add(upstream[row, unit]);",
            "sum.Add(upstream.Rows == upstream.Columns ? upstream[unit, row] : upstream[row, unit]);"
        ),
        new(
            "slope_of_the_output",
            "dense",
            "The slope of the activation is taken at its output instead of its input",
            "Truth/PlainOperations{T}.cs",
            "var dz = Activations<T>.Gradient(activation, z, Matrix<T>.From(upstream));",
            "var dz = Activations<T>.Gradient(activation, Activations<T>.Value(activation, z), Matrix<T>.From(upstream));"
        ),
        new(
            "last_of_15_inputs_left_out",
            "dense",
            "A vector loop over the inputs leaves the last of 15 out of the sum",
            "Truth/Dense.cs",
            "for (var input = 0; input < x.Columns; input++) { sum",
            "for (var input = 0; input < (x.Columns == 15 ? 14 : x.Columns); input++) { sum"
        ),
        new(
            "last_of_16_units_left_out",
            "dense",
            "A vector loop over the units, written < where <= is due, leaves the last of 16 at 0",
            "Truth/Dense.cs",
            "for (var unit = 0; unit < kernel.Columns; unit++) { var sum = new Sum<T>(); for (var input = 0;",
            "for (var unit = 0; unit < (kernel.Columns == 16 ? 15 : kernel.Columns); unit++) { var sum = new Sum<T>(); for (var input = 0;"
        ),
        new(
            "last_of_17_rows_left_out",
            "dense",
            "A tile of 16 rows leaves the last of 17 at 0",
            "Truth/Dense.cs",
            "for (var row = 0; row < x.Rows; row++) { for",
            "for (var row = 0; row < (x.Rows == 17 ? 16 : x.Rows); row++) { for"
        ),
        new(
            "last_of_31_units_left_out_backward",
            "dense",
            "A vector loop over the units leaves the last of 31 out of the gradient of the inputs",
            "Truth/Dense.cs",
            "for (var unit = 0; unit < kernel.Columns; unit++) { sum.AddProduct(upstream",
            "for (var unit = 0; unit < (kernel.Columns == 31 ? 30 : kernel.Columns); unit++) { sum.AddProduct(upstream"
        ),
        new(
            "last_of_33_rows_left_out_of_the_kernel_gradient",
            "dense",
            "A vector loop over the rows leaves the last of 33 out of the kernel's gradient",
            "Truth/Dense.cs",
            "for (var row = 0; row < x.Rows; row++) { sum",
            "for (var row = 0; row < (x.Rows == 33 ? 32 : x.Rows); row++) { sum"
        ),
        new(
            "17th_input_read_twice",
            "dense",
            "The tail of a vector loop overlaps: of 17 inputs the 16th is added twice",
            "Truth/Dense.cs",
            "sum.Add(bias[unit]);",
            """
            if (x.Columns == 17)
            {
                sum.AddProduct(x[row, 15], kernel[15, unit]);
            }

            sum.Add(bias[unit]);
            """
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
    ];
}
