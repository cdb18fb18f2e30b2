using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Dense layers: y = activation(x W + b) and the derivatives of sum(upstream * y).</summary>
internal static class DenseLayers
{
    public static IEnumerable<Case> Cases() =>
        [
            .. Ladder(),
            .. new (string Name, Node.Map Activation)[]
            {
                ("leaky_relu", Activation("leaky_relu")),
                ("leaky_relu_slope", Activation("leaky_relu").With(("negative_slope", 0.375))),
                ("elu", Activation("elu")),
                ("elu_alpha", Activation("elu").With(("alpha", 0.5))),
                ("selu", Activation("selu")),
                ("gelu", Activation("gelu")),
                ("gelu_approximate", Activation("gelu").With(("approximate", true))),
                ("silu", Activation("silu")),
                ("softplus", Activation("softplus")),
                ("sigmoid", Activation("sigmoid")),
                ("tanh", Activation("tanh")),
                ("softmax", Activation("softmax")),
                ("log_softmax", Activation("log_softmax")),
            }.SelectMany(entry =>
                BothTypes.Select(type => Real(entry.Name, entry.Activation, 9, 7, 17, type))
            ),
            .. new[] { "linear", "relu" }.Select(name =>
                Real(name, Activation(name), 9, 7, 17, ElementType.Float64)
            ),
            Real("wide", Activation("relu"), 2, 784, 10),
            Real("tall", Activation("linear"), 512, 3, 2),
            // Of equal sizes nothing but the numbers tells which axis is which.
            .. BothTypes.SelectMany(type =>
                new[]
                {
                    Real("linear_n5_in8_out8", Activation("linear"), 5, 8, 8, type),
                    Real("linear_n8_in5_out8", Activation("linear"), 8, 5, 8, type),
                    Real("linear_n8_in8_out5", Activation("linear"), 8, 8, 5, type),
                    Real("relu_n7_in7_out7", Activation("relu"), 7, 7, 7, type),
                }
            ),
            .. BothTypes.SelectMany(type =>
                new[] { (3, 9, 17), (17, 4, 3) }.SelectMany(shape =>
                {
                    // Products of 2^-66 and 2^-76 are subnormal in float32; so is 2^-140, whose product with 2^100 is not.
                    var (low, lower) = type == ElementType.Float64 ? (-530, -540) : (-66, -76);
                    var (subnormal, high) =
                        type == ElementType.Float64 ? (-1060, 900) : (-140, 100);
                    var size = $"n{shape.Item1}_in{shape.Item2}_out{shape.Item3}";
                    return new[]
                    {
                        Scaled(
                            $"integers_subnormal_products_{size}",
                            shape,
                            low,
                            lower,
                            "products below the smallest normal number",
                            type
                        ),
                        Scaled(
                            $"integers_subnormal_inputs_{size}",
                            shape,
                            subnormal,
                            high,
                            "subnormal numbers that count, as the kernel is large",
                            type
                        ),
                    };
                })
            ),
            Case(
                "dense",
                "dense",
                "zero_times_infinity",
                Wanted("y"),
                d =>
                    Node.Map.Of(
                        ("x", d.Of([0, 1, 0, 2, 3, 0], 3, 2)),
                        (
                            "kernel",
                            d.Rows(
                                new[,]
                                {
                                    { double.PositiveInfinity, 0.5, 2 },
                                    { 1, -1, 3 },
                                }
                            )
                        ),
                        ("bias", d.Vector(0.25, 0.5, 0)),
                        ("upstream", d.Of(new double[9], 3, 3))
                    ),
                Node.Map.Of(("activation", Activation("linear"))),
                notes: "0 times infinity is NaN: an input of 0 may not be passed over",
                tags: ["nan", "nonfinite"]
            ),
            // Each of the three sizes by itself, beside small ones.
            .. Sizes.SelectMany(n =>
                new[]
                {
                    Whole($"integers_rows_{n}", "relu", n, 3, 5),
                    Whole($"integers_inputs_{n}", "linear", 3, n, 5),
                    Whole($"integers_units_{n}", "linear", 3, 5, n),
                }
            ),
            .. new[] { (9, 17, 8), (8, 33, 7), (33, 7, 17) }.Select(shape =>
                Whole(
                    $"integers_n{shape.Item1}_in{shape.Item2}_out{shape.Item3}",
                    "relu",
                    shape.Item1,
                    shape.Item2,
                    shape.Item3,
                    type: ElementType.Float64
                )
            ),
            // 4095 needs 12 bits: TensorFloat-32, bfloat16 and float16 have no more than 11.
            .. new[] { (3, 17, 9), (17, 65, 3), (8, 8, 33) }.Select(shape =>
                Whole(
                    $"integers_of_12_bits_n{shape.Item1}_in{shape.Item2}_out{shape.Item3}",
                    "linear",
                    shape.Item1,
                    shape.Item2,
                    shape.Item3,
                    largest: 4095,
                    notes: "whole numbers that a type of fewer digits would round"
                )
            ),
            .. new[] { (3, 17, 9), (9, 3, 16), (1, 33, 2) }.SelectMany(shape =>
                BothTypes.Select(type =>
                    Whole(
                        $"integers_subnormal_n{shape.Item1}_in{shape.Item2}_out{shape.Item3}",
                        "relu",
                        shape.Item1,
                        shape.Item2,
                        shape.Item3,
                        unit: type == ElementType.Float64 ? double.Epsilon : float.Epsilon,
                        notes: "multiples of the smallest subnormal: exact, unless they are flushed to 0",
                        type: type
                    )
                )
            ),
            Of(
                "spread",
                Activation("linear"),
                4,
                9,
                8,
                (d, shape) => d.Magnitudes(-20, 20, shape),
                "sizes from 1e-6 to 1e6 in one sum"
            ),
            Of(
                "zeros",
                Activation("relu"),
                3,
                4,
                5,
                (d, shape) =>
                    shape.Length == 2 && shape[0] == 3
                        ? d.Of(new double[shape[0] * shape[1]], shape)
                        : d.Normal(1, shape),
                "inputs of 0: the bias comes through"
            ),
            Of(
                "nan_input",
                Activation("linear"),
                3,
                2,
                3,
                (d, shape) =>
                    shape[0] == 3 && shape[^1] == 2
                        ? d.Rows(
                            new[,]
                            {
                                { 1, 2 },
                                { double.NaN, 0 },
                                { 0.5, -1 },
                            }
                        )
                        : d.Normal(1, shape),
                "NaN stays in its row of y",
                ["nan", "nonfinite"]
            ),
            Refused("kernel_of_other_inputs", 3, 5, 2, 2),
            Refused("bias_of_other_units", 3, 3, 2, 4),
            Refused("no_rows", 3, 3, 2, 2, rows: 0),
            Refused("upstream_of_other_units", 3, 3, 2, 2, upstream: 3),
        ];

    // Rows, inputs and units walk through the sizes at different paces, so that each meets large and small ones.
    private static IEnumerable<Case> Ladder()
    {
        for (var i = 0; i < Sizes.Count; i++)
        {
            var (n, inputs, units) = (
                Sizes[i],
                Sizes[((i * 4) + 3) % Sizes.Count],
                Sizes[((i * 7) + 5) % Sizes.Count]
            );
            var size = $"n{n}_in{inputs}_out{units}";
            yield return Real($"linear_{size}", Activation("linear"), n, inputs, units);
            yield return Real($"relu_{size}", Activation("relu"), n, inputs, units);
            yield return Of(
                $"integers_{size}",
                Activation(i % 2 == 0 ? "linear" : "relu"),
                n,
                inputs,
                units,
                // 8 * 8 * 65 and the bias stay far below 2^24: every sum is exact in any order.
                (d, shape) => d.Whole(-8, 8, shape),
                "sums of whole numbers below 2^24 are exact in any order",
                ["integers"]
            );
        }
    }

    private static Node.Map Activation(string name) => Node.Map.Of(("name", name));

    private static Case Real(
        string name,
        Node.Map activation,
        int n,
        int inputs,
        int units,
        ElementType type = ElementType.Float32
    ) => Of(name, activation, n, inputs, units, (d, shape) => d.Normal(1, shape), type: type);

    private static Case Of(
        string name,
        Node.Map activation,
        int n,
        int inputs,
        int units,
        Func<Draw, int[], Tensor> values,
        string? notes = null,
        string[]? tags = null,
        ElementType type = ElementType.Float32
    ) =>
        Case(
            "dense",
            "dense",
            name,
            Wanted("y", "grad_x", "grad_kernel", "grad_bias"),
            d =>
                Node.Map.Of(
                    ("x", values(d, [n, inputs])),
                    ("kernel", values(d, [inputs, units])),
                    ("bias", values(d, [units])),
                    ("upstream", values(d, [n, units]))
                ),
            Node.Map.Of(("activation", activation)),
            type,
            notes,
            tags
        );

    // Sums of whole numbers stay far below 2^24 and are exact in any order; so are their multiples of a power of two.
    private static Case Whole(
        string name,
        string activation,
        int n,
        int inputs,
        int units,
        int largest = 8,
        double unit = 1,
        string notes = "sums of whole numbers below 2^24 are exact in any order",
        ElementType type = ElementType.Float32
    ) =>
        Case(
            "dense",
            "dense",
            name,
            Wanted("y", "grad_x", "grad_kernel", "grad_bias"),
            d =>
                Node.Map.Of(
                    ("x", d.Multiples(largest, unit, n, inputs)),
                    ("kernel", d.Whole(-8, 8, inputs, units)),
                    ("bias", d.Multiples(8, unit, units)),
                    ("upstream", d.Whole(-8, 8, n, units))
                ),
            Node.Map.Of(("activation", Activation(activation))),
            type,
            notes,
            ["integers"]
        );

    // Whole numbers times powers of two, so small that y or x is subnormal, and exact all the same.
    private static Case Scaled(
        string name,
        (int Rows, int Inputs, int Units) size,
        int x,
        int kernel,
        string notes,
        ElementType type
    ) =>
        Case(
            "dense",
            "dense",
            name,
            Wanted("y", "grad_x", "grad_kernel", "grad_bias"),
            d =>
                Node.Map.Of(
                    ("x", d.Multiples(8, Math.ScaleB(1, x), size.Rows, size.Inputs)),
                    ("kernel", d.Multiples(8, Math.ScaleB(1, kernel), size.Inputs, size.Units)),
                    ("bias", d.Multiples(8, Math.ScaleB(1, x + kernel), size.Units)),
                    ("upstream", d.Whole(-8, 8, size.Rows, size.Units))
                ),
            Node.Map.Of(("activation", Activation("linear"))),
            type,
            notes,
            ["integers"]
        );

    private static Case Refused(
        string name,
        int inputs,
        int kernelInputs,
        int units,
        int biasUnits,
        int rows = 4,
        int upstream = 2
    ) =>
        Case(
            "dense",
            "dense",
            name,
            Refusal,
            d =>
                Node.Map.Of(
                    ("x", d.Normal(1, rows, inputs)),
                    ("kernel", d.Normal(1, kernelInputs, units)),
                    ("bias", d.Normal(1, biasUnits)),
                    ("upstream", d.Normal(1, rows, upstream))
                ),
            Node.Map.Of(("activation", Activation("relu"))),
            tags: ["refusal"]
        );
}
