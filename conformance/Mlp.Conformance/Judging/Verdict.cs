namespace Mlp.Conformance;

/// <summary>What a judge finds.</summary>
public enum VerdictKind
{
    /// <summary>Inside every bound.</summary>
    Passed,

    /// <summary>Inside every bound, past a warning.</summary>
    Warned,

    /// <summary>Outside a bound, or of another shape, or missing; nothing compared; an unsupported case that no decline covers; a stale decline.</summary>
    Failed,

    /// <summary>The backend threw where it must not.</summary>
    Error,

    /// <summary>Left out, or different, as a decline says.</summary>
    Declined,

    /// <summary>The expectation is too degenerate to prove anything, and the case does not say that it is meant so.</summary>
    Mistrusted,

    /// <summary>No result: the data that the case needs is not here.</summary>
    Absent,
}

/// <summary>How one output compares.</summary>
/// <param name="Path">Name of the output: <c>history/loss</c>.</param>
/// <param name="Kind">Passed, warned or failed.</param>
/// <param name="Compared">How many values were compared; 1 for the shape of a tensor without any.</param>
/// <param name="WorstRatio">Largest error / bound; 0 where equal, infinite where an exact one differs.</param>
/// <param name="Error">|actual - expected| where error / bound is largest.</param>
/// <param name="Bound">The bound there.</param>
/// <param name="Policy">Name of the bound.</param>
/// <param name="BadIndex">Flat index of the first value outside; null when there is none.</param>
/// <param name="Expected">The value expected there, or at the worst place.</param>
/// <param name="Actual">The value found there.</param>
/// <param name="Message">What is wrong beside values: shape, missing.</param>
public sealed record OutputVerdict(
    string Path,
    VerdictKind Kind,
    long Compared,
    double WorstRatio,
    double Error,
    double Bound,
    string Policy,
    long? BadIndex,
    string Expected,
    string Actual,
    string? Message = null
);

/// <summary>How one case went on one backend.</summary>
/// <param name="Case">The case.</param>
/// <param name="Backend">Name of the backend.</param>
/// <param name="Kind">The finding.</param>
/// <param name="Outputs">Each expected output, in order.</param>
/// <param name="Message">In one line, why; null when passed.</param>
/// <param name="Decline">The decline that covers the case.</param>
public sealed record Verdict(
    Case Case,
    string Backend,
    VerdictKind Kind,
    IReadOnlyList<OutputVerdict> Outputs,
    string? Message = null,
    Decline? Decline = null
)
{
    /// <summary>Whether this reddens a run: failed, error or mistrusted.</summary>
    public bool IsBad => Kind is VerdictKind.Failed or VerdictKind.Error or VerdictKind.Mistrusted;

    /// <summary>How many values were compared, and shapes of tensors without any.</summary>
    public long Compared => Outputs.Sum(output => output.Compared);

    /// <summary>Largest error / bound of all outputs.</summary>
    public double WorstRatio => Outputs.Count == 0 ? 0 : Outputs.Max(output => output.WorstRatio);
}
