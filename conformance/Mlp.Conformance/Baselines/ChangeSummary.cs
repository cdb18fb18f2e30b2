namespace Mlp.Conformance;

/// <summary>What became of a family.</summary>
/// <param name="Family">Name of the family.</param>
/// <param name="Counts">How many changes of each kind.</param>
/// <param name="Farthest">The case that moved farthest; null where none did.</param>
public sealed record ChangeRow(
    string Family,
    IReadOnlyDictionary<ChangeKind, int> Counts,
    Change? Farthest
);

/// <summary>What all changes come to.</summary>
public sealed class ChangeSummary
{
    /// <summary>Counts changes.</summary>
    public ChangeSummary(IReadOnlyList<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var families = changes.ToLookup(change => change.Case.Family);
        Rows =
        [
            .. Families
                .All.Where(families.Contains)
                .Select(family => new ChangeRow(
                    family,
                    families[family].CountBy(change => change.Kind).ToDictionary(),
                    Order(families[family]).FirstOrDefault()
                )),
        ];
        Movers = [.. Order(changes)];
        New = Ids(ChangeKind.New);
        Lost = Ids(ChangeKind.Lost);
        Absent = Ids(ChangeKind.Absent);
        ExitCode =
            !changes.Any(change => change.IsCompared) ? 3
            : changes.Any(change =>
                change.Kind is ChangeKind.Drifted or ChangeKind.Broken or ChangeKind.Lost
            )
                ? 1
            : 0;

        string[] Ids(ChangeKind kind) =>
            [.. changes.Where(change => change.Kind == kind).Select(change => change.Case.Id)];
    }

    /// <summary>In the order of <see cref="Families.All"/>; families without cases are left out.</summary>
    public IReadOnlyList<ChangeRow> Rows { get; }

    /// <summary>Everything that moved: broken, then drifted, then inside, the farthest first.</summary>
    public IReadOnlyList<Change> Movers { get; }

    /// <summary>Ids that only the second set has.</summary>
    public IReadOnlyList<string> New { get; }

    /// <summary>Ids that only the first set has.</summary>
    public IReadOnlyList<string> Lost { get; }

    /// <summary>Ids whose data were not there.</summary>
    public IReadOnlyList<string> Absent { get; }

    /// <summary>0: all equal or inside; 1: something drifted, broke or is lost; 3: no case has two results.</summary>
    public int ExitCode { get; }

    private static IEnumerable<Change> Order(IEnumerable<Change> changes) =>
        changes
            .Where(change => change.IsMover)
            .OrderByDescending(change => change.Kind)
            .ThenByDescending(change => change.Share)
            .ThenBy(change => change.Case.Id, StringComparer.Ordinal);
}
