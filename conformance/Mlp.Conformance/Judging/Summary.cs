namespace Mlp.Conformance;

/// <summary>How a family went on a backend.</summary>
/// <param name="Backend">Name of the backend.</param>
/// <param name="Family">Name of the family.</param>
/// <param name="Counts">How many verdicts of each kind.</param>
/// <param name="WorstRatio">Largest error / bound of verdicts that passed, warned or failed.</param>
/// <param name="WorstId">The case it is from; null when nothing was compared.</param>
public sealed record SummaryRow(
    string Backend,
    string Family,
    IReadOnlyDictionary<VerdictKind, int> Counts,
    double WorstRatio,
    string? WorstId
);

/// <summary>What a run came to.</summary>
public sealed class Summary
{
    /// <summary>Counts verdicts.</summary>
    /// <param name="verdicts">Of all backends.</param>
    /// <param name="backends">The backends that were named, whether or not they have verdicts.</param>
    public Summary(IReadOnlyList<Verdict> verdicts, IReadOnlyList<string> backends) =>
        throw new NotImplementedException();

    /// <summary>Backend x family, in the order of backends and <see cref="Families.All"/>.</summary>
    public IReadOnlyList<SummaryRow> Rows => throw new NotImplementedException();

    /// <summary>0: nothing bad, and at least one comparison for each backend; 1: otherwise; 3: nothing bad, but nothing compared at all.</summary>
    public int ExitCode => throw new NotImplementedException();
}
