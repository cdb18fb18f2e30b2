namespace Mlp.Conformance;

/// <summary>Cases that others computed: what they are held to, and how far off is allowed.</summary>
internal static class Imported
{
    /// <summary>Whether float32 itself decides, so that the value in float32 is what is due.</summary>
    private static bool Float32Decides(Case value) =>
        value.DType == ElementType.Float32 && value.Tags.Contains("f32_asymmetry");

    /// <summary>What an output is held to: the library's float64 where it gave one, else what it gave.</summary>
    public static Node.Map Reference(Case value) =>
        value.Expected64 is null || Float32Decides(value) ? value.Expected : value.Expected64;

    /// <summary>The file's rule for every output, with the policy as warning where it has an entry.</summary>
    public static IReadOnlyDictionary<string, Bound> Bounds(Case value)
    {
        var reference = Reference(value);
        var policy = Policy(value, reference);
        var references = reference.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
        return value
            .Expected.Leaves()
            .ToDictionary(
                leaf => leaf.Path,
                leaf =>
                    OfLeaf(
                        value,
                        leaf.Leaf,
                        references.GetValueOrDefault(leaf.Path, leaf.Leaf),
                        policy.GetValueOrDefault(leaf.Path)
                    )
            );
    }

    private static Bound OfLeaf(Case value, Node expected, Node reference, Bound? policy)
    {
        if (
            expected is not Node.OfTensor { Value: var tensor }
            || tensor.Type is not (ElementType.Float32 or ElementType.Float64)
            // One-hot rows are float64, but nothing in them is computed.
            || value.Family == "onehot_argmax"
        )
        {
            return Conformance.Bounds.Exact;
        }

        // A scaler keeps its statistics in float64 whatever its rows are; elsewhere the case says what is computed in.
        var isDouble =
            value.Family == "scaler"
                ? tensor.Type == ElementType.Float64
                : value.DType == ElementType.Float64;
        var (name, share) =
            isDouble ? ("imported_float64", 1e-9)
            : Float32Decides(value) ? ("imported_float32", 1e-6)
            : ("imported", Math.Max(1e-6, 8 * (value.F32Gap ?? 0)));
        double[] fail =
        [
            .. reference
                .AsTensor()
                .ToFloat64()
                .Values.ToArray()
                .Select(due => share * Math.Max(1, Math.Abs(due))),
        ];
        double[]? warn = policy is null
            ? null
            :
            [
                .. fail.Select(
                    (bound, i) => Math.Min(bound, policy.Fail[policy.Fail.Length == 1 ? 0 : i])
                ),
            ];
        return new(
            name,
            Conformance.Bounds.Tidy(fail),
            warn is null ? null : Conformance.Bounds.Tidy(warn)
        );
    }

    // Imported cases name things that the policy has no entry for; then there is no warning.
    private static IReadOnlyDictionary<string, Bound> Policy(Case value, Node.Map reference)
    {
        try
        {
            return Tolerance.Of(
                value,
                reference,
                value.DType == ElementType.Float64 ? Precision.Float64 : Precision.Float32
            );
        }
        catch (Exception none)
            when (none is NotSupportedException or InvalidCaseException or ArgumentException)
        {
            return new Dictionary<string, Bound>();
        }
    }
}
