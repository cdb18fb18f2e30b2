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
        // One-hot rows are float64, but nothing in them is computed.
        if (!IsReal(expected) || value.Family == "onehot_argmax")
        {
            return Conformance.Bounds.Exact;
        }

        // A scaler keeps its statistics in float64 whatever its rows are, but gives float32 rows for float32 ones; elsewhere
        // the case says what is computed in. Only what was computed in float64 can be held to its digits.
        var isDouble =
            expected is Node.OfTensor { Value.Type: ElementType.Float64 }
            && (value.Family == "scaler" || value.DType == ElementType.Float64);
        var (name, share) =
            isDouble ? ("imported_float64", 1e-9)
            : Float32Decides(value) ? ("imported_float32", 1e-6)
            : ("imported", Math.Max(1e-6, 8 * Gap(value)));
        double[] fail = [.. Values(reference).Select(due => share * Math.Max(1, Math.Abs(due)))];
        // The policy's entry may be of another shape than what the case expects: then it says nothing of it.
        double[]? warn =
            policy is null || (policy.Fail.Length != 1 && policy.Fail.Length != fail.Length)
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

    // A gap is what the two expectations of the case say it is: a larger one that it states buys nothing.
    private static double Gap(Case value)
    {
        if (value.F32Gap is not { } stated || value.Expected64 is null)
        {
            return 0;
        }

        var exact = value.Expected64.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
        var seen = value
            .Expected.Leaves()
            .Where(leaf => IsReal(leaf.Leaf) && exact.ContainsKey(leaf.Path))
            .SelectMany(leaf => Values(leaf.Leaf).Zip(Values(exact[leaf.Path])))
            .Select(pair => Math.Abs(pair.First - pair.Second) / Math.Max(1, Math.Abs(pair.Second)))
            .Where(double.IsFinite)
            .DefaultIfEmpty(0)
            .Max();
        return Math.Min(stated, seen * (1 + 1e-6));
    }

    // A plain number is a count, unless it has a fraction.
    private static bool IsReal(Node node) =>
        node switch
        {
            Node.OfTensor tensor => tensor.Value.Type is ElementType.Float32 or ElementType.Float64,
            Node.Number number => number.Value != Math.Truncate(number.Value),
            _ => false,
        };

    private static double[] Values(Node node) =>
        node is Node.Number number ? [number.Value] : node.AsTensor().ToFloat64().Values.ToArray();

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
        // It only warns: whatever a stranger's case names or lacks, the rule of its file still judges it.
        catch (Exception none) when (none is not OutOfMemoryException)
        {
            return new Dictionary<string, Bound>();
        }
    }
}
