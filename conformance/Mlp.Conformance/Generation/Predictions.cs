using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Outputs of a net with given weights, and the class each row is put in.</summary>
internal static class Predictions
{
    public static IEnumerable<Case> Cases() =>
        [
            .. Sizes.Select(n => Of($"n{n}", 4, [(5, "relu"), (3, "softmax")], n)),
            Of(
                "layers_alike",
                5,
                [(5, "relu"), (5, "relu"), (3, "softmax")],
                7,
                notes: "where widths are alike, only the numbers tell layers apart"
            ),
            Of(
                "bytes",
                4,
                [(5, "relu"), (3, "softmax")],
                3,
                notes: "bytes are scaled by 1/255",
                x: _ =>
                    Tensor.Create(
                        new byte[] { 0, 1, 127, 255, 255, 255, 0, 3, 128, 64, 32, 16 },
                        3,
                        4
                    )
            ),
            Of(
                "classes_tied",
                3,
                [(4, "softmax")],
                9,
                notes: "of equal largest outputs the first is the class",
                weights: d =>
                {
                    // Columns 1 and 3 are one; column 0 is the smaller, so that a tie wins often.
                    var kernel = d.Uniform(-1, 1, 3, 4).ToFloat64().Values.ToArray();
                    for (var row = 0; row < 3; row++)
                    {
                        kernel[row * 4 + 3] = kernel[row * 4 + 1];
                    }

                    return new Node.List([d.Of(kernel, 3, 4), d.Vector(-4, 0.5, -4, 0.5)]);
                }
            ),
            // One size at a time: the other ones are small.
            .. Sizes.SelectMany(n =>
                new[]
                {
                    Of($"inputs_{n}", n, [(5, "relu"), (3, "softmax")], 3),
                    Of($"units_{n}", 3, [(n, "tanh"), (3, "softmax")], 3),
                    Of($"classes_{n + 1}", 3, [(4, "relu"), (n + 1, "softmax")], 3),
                }
            ),
            .. BothTypes.SelectMany(type =>
                new[]
                {
                    Of("softmax", 9, [(8, "relu"), (5, "softmax")], 17, type),
                    Of(
                        "sigmoid",
                        9,
                        [(8, "tanh"), (1, "sigmoid")],
                        17,
                        type,
                        "one output: class 1 above 0.5"
                    ),
                    Of("multi_label", 9, [(8, "tanh"), (3, "sigmoid")], 17, type),
                    Of("logits", 9, [(8, "relu"), (5, "linear")], 17, type),
                    Of("regression", 9, [(8, "relu"), (1, "linear")], 17, type),
                    Of("log_softmax", 9, [(8, "gelu"), (5, "log_softmax")], 17, type),
                }
            ),
            Of("one_layer", 3, [(4, "softmax")], 9),
            Of("one_input", 1, [(4, "relu"), (2, "softmax")], 9),
            Of(
                "deep",
                5,
                [(7, "elu"), (6, "selu"), (5, "silu"), (4, "softplus"), (3, "softmax")],
                9
            ),
            Of("wide", 65, [(33, "relu"), (17, "leaky_relu"), (10, "softmax")], 33),
            Of("images", 784, [(15, "relu"), (10, "softmax")], 3),
            Refused("inputs_of_another_width", d => d.Normal(1, 9, 5)),
            Refused("no_rows", d => d.Of([], 0, 4)),
            Refused("kernel_nan", d => d.Normal(1, 9, 4), d => d.Vector(0, double.NaN, 0)),
            Refused("bias_of_another_length", d => d.Normal(1, 9, 4), d => d.Normal(1, 2)),
        ];

    private static Case Of(
        string name,
        int inputs,
        (int Units, string Activation)[] layers,
        int rows,
        ElementType type = ElementType.Float32,
        string? notes = null,
        Func<Draw, Tensor>? x = null,
        Func<Draw, Node>? weights = null
    ) =>
        Case(
            "predict",
            "predict",
            name,
            Wanted("predict", "classes"),
            d =>
                Node.Map.Of(
                    ("x", x is null ? d.Normal(1, rows, inputs) : x(d)),
                    (
                        "weights",
                        weights is null ? FitProblem.Weights(d, inputs, layers) : weights(d)
                    )
                ),
            Params(inputs, layers),
            type,
            notes
        );

    private static Case Refused(
        string name,
        Func<Draw, Tensor> x,
        Func<Draw, Tensor>? bias = null
    ) =>
        Case(
            "predict",
            "predict",
            name,
            Refusal,
            d =>
                Node.Map.Of(
                    ("x", x(d)),
                    (
                        "weights",
                        new Node.List([d.Normal(1, 4, 3), bias is null ? d.Normal(1, 3) : bias(d)])
                    )
                ),
            Params(4, [(3, "softmax")]),
            tags: ["refusal"]
        );

    private static Node.Map Params(int inputs, (int Units, string Activation)[] layers) =>
        Node.Map.Of(("input_dim", inputs), ("layers", FitProblem.LayerList(layers)));
}
