namespace Mlp.Conformance;

/// <summary>
/// Whether an expectation proves anything. One is degenerate when all its reals are: empty, all of one value, or a scalar 0, in
/// more than one value altogether. A wrong operation often gives just that. Whole numbers, texts and refusals are exact answers
/// and prove what they say. A case may state that it is meant so (tag <c>degenerate:REASON</c>); an imported one was computed
/// twice by others.
/// </summary>
internal static class Degeneracy
{
    private const string Meant = "degenerate:";

    /// <summary>Why the case proves nothing; null when it does.</summary>
    public static string? Of(Case value)
    {
        if (
            value.ExpectsRefusal
            || value.Family is "onehot_argmax" or "splits"
            || value.Expected64 is not null
            || value.Truth is not null
            || value.Tags.Any(tag =>
                tag.StartsWith(Meant, StringComparison.Ordinal) && tag.Length > Meant.Length
            )
        )
        {
            return null;
        }

        Tensor[] reals =
        [
            .. value
                .Expected.Leaves()
                .Select(leaf => leaf.Leaf)
                .OfType<Node.OfTensor>()
                .Select(leaf => leaf.Value)
                .Where(tensor => tensor.Type is ElementType.Float32 or ElementType.Float64),
        ];
        var count = reals.Sum(tensor => tensor.Length);
        return reals.Length > 0 && count != 1 && reals.All(IsDegenerate)
            ? $"The expectation is too degenerate to prove anything: {(count == 0 ? "it is empty" : "each output is of one value only")}. "
                + $"If that is meant, say why in a tag {Meant}REASON."
            : null;
    }

    private static bool IsDegenerate(Tensor tensor)
    {
        var values = tensor.ToFloat64().Values;
        for (var i = 1; i < values.Length; i++)
        {
            // NaN is one value, -0 and 0 are one.
            if (!values[i].Equals(values[0]) && values[i] != values[0])
            {
                return false;
            }
        }

        return values.Length != 1 || values[0] == 0;
    }
}
