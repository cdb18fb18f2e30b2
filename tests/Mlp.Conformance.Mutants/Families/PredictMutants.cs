namespace Mlp.Conformance.Mutants.Families;

internal static class PredictMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "last_batch_not_predicted",
            "predict",
            "A last batch that is not full is left at 0",
            "Truth/PlainModel.cs",
            "start < x.Rows; start += batchSize)",
            "start < (x.Rows < batchSize ? x.Rows : x.Rows - x.Rows % batchSize); start += batchSize)"
        ),
        new(
            "logits_predicted",
            "predict",
            "What is predicted are the logits: the last activation is left to the loss, as in torch",
            "Truth/PlainModel.cs",
            "network.Forward(Inputs(x.Slice(start, end))).Output;",
            "network.Forward(Inputs(x.Slice(start, end))) is { Z.Count: > 0 } pass ? pass.Z[^1] : network.Forward(Inputs(x.Slice(start, end))).Output;"
        ),
        new(
            "activation_of_the_first_layer",
            "predict",
            "Every layer has the activation of the first",
            "Truth/Network.cs",
            "x = Activations<T>.Value(model.Dense[layer].Activation, sums[layer]);",
            "x = Activations<T>.Value(model.Dense[0].Activation, sums[layer]);"
        ),
        new(
            "rows_of_the_batch_before",
            "predict",
            "Rows of a short last batch are read from the buffer of the batch before",
            "Truth/PlainModel.cs",
            "var batch = network.Forward(Inputs(x.Slice(start, end))).Output;",
            """
            var from = start > 0 && end - start < batchSize ? start - batchSize : start;
            var batch = network.Forward(Inputs(x.Slice(from, from + end - start))).Output;
            """
        ),
        new(
            "kernels_in_float16",
            "predict",
            "Kernels are stored in float16 for inference",
            "Truth/Network.cs",
            "return new(Variables[2 * layer], Variables[2 * layer].Length / units, units);",
            """
            var kernel = Array.ConvertAll(
                Variables[2 * layer],
                w => typeof(T) == typeof(float) ? T.CreateChecked((Half)float.CreateChecked(w)) : w
            );
            return new(kernel, kernel.Length / units, units);
            """
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
    ];
}
