namespace Mlp.Conformance.Mutants.Families;

internal static class OnnxMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "softmax_without_maximum",
            "onnx",
            "Softmax does not take the maximum out",
            "Truth/Activations/Softmax.cs",
            "var largest = x[ArgMax.Of(x)];",
            "var largest = T.Zero;"
        ),
        new(
            "argmax_of_the_last_tie",
            "onnx",
            "ArgMax takes the last of equal maxima, as with select_last_index=1",
            "Truth/Preprocessing/ArgMax.cs",
            "values[i] > values[best] || T.IsNaN(values[i])",
            "values[i] >= values[best] || T.IsNaN(values[i])"
        ),
        new(
            "leaky_slope_0.01",
            "onnx",
            "LeakyRelu has slope 0.01, ONNX' default, whatever alpha says",
            "Truth/Activations/LeakyRelu.cs",
            "T.CreateChecked(slope);",
            "T.CreateChecked(0.01);"
        ),
    ];
}
