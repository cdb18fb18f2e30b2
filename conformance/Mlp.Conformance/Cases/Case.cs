namespace Mlp.Conformance;

/// <summary>One golden case: a call with all its inputs, and what must come of it.</summary>
public sealed record Case
{
    /// <summary>Name, unique in a suite and never given to anything else: <c>losses/sparse/ties_17</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="Families.All"/>.</summary>
    public required string Family { get; init; }

    /// <summary>The operation, in Keras', scikit-learn's or ONNX's words.</summary>
    public required string Op { get; init; }

    /// <summary>Parameters of the operation.</summary>
    public Node.Map Params { get; init; } = Node.Map.Empty;

    /// <summary>The type to compute in. Backends are judged in it.</summary>
    public required ElementType DType { get; init; }

    /// <summary>What the operation is given.</summary>
    public Node.Map Inputs { get; init; } = Node.Map.Empty;

    /// <summary>What must come out; <c>{"raises": true}</c> where a refusal is due. Empty for a case exported to be run elsewhere.</summary>
    public Node.Map Expected { get; init; } = Node.Map.Empty;

    /// <summary>For a case exported to be run elsewhere: names of the outputs that are asked for, in place of an expectation.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>For imported cases: the same computed in float64, held to in place of <see cref="Expected"/>.</summary>
    public Node.Map? Expected64 { get; init; }

    /// <summary>For imported cases: how ill-conditioned the case is, largest |expected - expected64| / max(1, |expected64|).</summary>
    public double? F32Gap { get; init; }

    /// <summary>For imported scaler cases: statistics from 60-digit arithmetic.</summary>
    public Node.Map? Truth { get; init; }

    /// <summary>Who computed the expectation, with version and call.</summary>
    public required string Source { get; init; }

    /// <summary>Why the case exists.</summary>
    public string? Notes { get; init; }

    /// <summary>
    /// Words that rules may name: <c>ties</c>, <c>nan</c>, <c>degenerate:REASON</c> (an expectation all equal or zero, meant so),
    /// <c>optional:NAME</c> (only for who offers NAME).
    /// </summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>For golden cases: the bound of each expected leaf, by path, as the policy gave it when the case was written.</summary>
    public IReadOnlyDictionary<string, Bound>? Bounds { get; init; }

    /// <summary>Whether a refusal is what must come.</summary>
    public bool ExpectsRefusal =>
        Expected.TryGet("raises", out var raises) && raises is Node.Flag { Value: true };

    /// <summary>What a backend may do without: NAME of the tag <c>optional:NAME</c>; null where there is none.</summary>
    internal string? Optional =>
        Tags.FirstOrDefault(tag => tag.StartsWith(OptionalTag, StringComparison.Ordinal))?[
            OptionalTag.Length..
        ];

    private const string OptionalTag = "optional:";
}

/// <summary>How far one output may lie from its expectation, absolutely.</summary>
/// <param name="Policy">Name of the entry of <c>Tolerance</c> it comes from.</param>
/// <param name="Fail">Fails above it: one value for all elements, or one an element. 0 means exact.</param>
/// <param name="Warn">Warns above it; null for no warning.</param>
public sealed record Bound(string Policy, Tensor<double> Fail, Tensor<double>? Warn)
{
    /// <summary>The bound at a flat index.</summary>
    internal double FailAt(int index) => At(Fail, index);

    /// <summary>The warning at a flat index; half of the bound where the policy has none.</summary>
    internal double WarnAt(int index) => Warn is null ? FailAt(index) / 2 : At(Warn, index);

    /// <summary>A bound as a file states it.</summary>
    /// <exception cref="InvalidCaseException">A value is negative or not finite, so that nothing, or everything, would fail it.</exception>
    internal static Bound Stated(string policy, Tensor<double> fail, Tensor<double>? warn)
    {
        foreach (
            var value in (double[])[.. fail.Values, .. warn is null ? [] : warn.Values.ToArray()]
        )
        {
            if (!double.IsFinite(value) || value < 0)
            {
                throw new InvalidCaseException(
                    FormattableString.Invariant(
                        $"A bound ({policy}) is {value:R}; bounds are finite and not negative."
                    )
                );
            }
        }

        return new(policy, fail, warn);
    }

    // Of another shape than the output: nothing is allowed, and the judge says what is wrong.
    private static double At(Tensor<double> bound, int index) =>
        bound.Length == 1 ? bound[0]
        : index < bound.Length ? bound[index]
        : 0;
}
