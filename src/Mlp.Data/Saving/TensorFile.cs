namespace Mlp.Data;

/// <summary>What a file of tensors holds.</summary>
/// <param name="Tensors">Names and values, in order.</param>
/// <param name="Notes">Texts beside them, by name.</param>
public sealed record TensorFile(
    IReadOnlyList<(string Name, Tensor Values)> Tensors,
    IReadOnlyDictionary<string, string> Notes
);
