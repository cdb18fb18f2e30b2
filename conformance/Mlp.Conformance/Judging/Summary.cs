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
    public Summary(IReadOnlyList<Verdict> verdicts, IReadOnlyList<string> backends)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(backends);
        var groups = verdicts.ToLookup(verdict => (verdict.Backend, verdict.Case.Family));
        Rows =
        [
            .. backends
                .SelectMany(backend => Families.All.Select(family => (backend, family)))
                .Where(groups.Contains)
                .Select(key => Row(key.backend, key.family, groups[key])),
        ];
        var compared = verdicts
            .Where(verdict =>
                verdict.Compared > 0
                && !(
                    verdict.Kind == VerdictKind.Declined
                    && verdict.Decline?.Kind == DeclineKind.Unsupported
                )
            )
            .Select(verdict => verdict.Backend)
            .ToHashSet(StringComparer.Ordinal);
        Uncompared = [.. backends.Where(backend => !compared.Contains(backend))];
        ExitCode =
            verdicts.Any(verdict => verdict.IsBad) ? 1
            : compared.Count == 0 ? 3
            : Uncompared.Count == 0 ? 0
            : 1;
    }

    /// <summary>Backend x family, in the order of backends and <see cref="Families.All"/>; families without verdicts are left out.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The backends of which nothing was compared, in order.</summary>
    public IReadOnlyList<string> Uncompared { get; }

    /// <summary>0: nothing bad, and at least one comparison for each backend; 1: otherwise; 3: nothing bad, but nothing compared at all.</summary>
    public int ExitCode { get; }

    private static SummaryRow Row(string backend, string family, IEnumerable<Verdict> verdicts)
    {
        Verdict[] all = [.. verdicts];
        var worst = all.Where(verdict =>
                verdict.Compared > 0 && verdict.Kind != VerdictKind.Declined
            )
            .MaxBy(verdict => verdict.WorstRatio);
        return new(
            backend,
            family,
            all.CountBy(verdict => verdict.Kind).ToDictionary(),
            worst?.WorstRatio ?? 0,
            worst?.Case.Id
        );
    }
}
