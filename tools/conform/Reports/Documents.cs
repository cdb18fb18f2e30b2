using Mlp.Conformance;

namespace Conform.Reports;

/// <summary>What <c>--json</c> prints: the figures of the tables, all of them, with all digits.</summary>
internal static class Documents
{
    /// <summary>Of verdicts: the matrix, and every verdict that reddens the run.</summary>
    public static object Of(
        Summary summary,
        IEnumerable<Verdict> verdicts,
        int exitCode,
        IReadOnlyList<string>? notes = null
    ) =>
        new
        {
            exitCode,
            families = summary.Rows.Select(row => new
            {
                row.Backend,
                row.Family,
                counts = Counts(row.Counts),
                worst = row.WorstId is null
                    ? null
                    : new { id = row.WorstId, ratio = row.WorstRatio },
            }),
            bad = verdicts
                .Where(verdict => verdict.IsBad)
                .Select(verdict => new
                {
                    verdict.Backend,
                    verdict.Case.Id,
                    verdict.Kind,
                    verdict.Message,
                }),
            absent = verdicts
                .Where(verdict => verdict.Kind == VerdictKind.Absent)
                .Select(verdict => new
                {
                    verdict.Backend,
                    verdict.Case.Id,
                    verdict.Message,
                }),
            notes = notes ?? [],
        };

    /// <summary>Of what moved between two sets of results.</summary>
    public static object Of(ChangeSummary summary) =>
        new
        {
            summary.ExitCode,
            families = summary.Rows.Select(row => new { row.Family, counts = Counts(row.Counts) }),
            movers = summary.Movers.Select(Of),
            summary.New,
            summary.Lost,
            summary.Absent,
        };

    /// <summary>Of two backends side by side.</summary>
    public static object Of(
        IReadOnlyList<Change> changes,
        IReadOnlyList<TrajectoryPair> trainings,
        (string Left, string Right) names
    ) =>
        new
        {
            names.Left,
            names.Right,
            families = changes
                .Where(change => change.IsCompared)
                .GroupBy(change => change.Case.Family)
                .Select(family => new
                {
                    family = family.Key,
                    counts = Counts(family.CountBy(change => change.Kind)),
                    gap = family.Max(change => change.Share),
                    leftError = family.Max(change => change.Before!.WorstRatio),
                    rightError = family.Max(change => change.After!.WorstRatio),
                }),
            movers = changes.Where(change => change.IsMover).Select(Of),
            trainings = trainings.Select(pair => new
            {
                pair.Case.Id,
                pair.Epochs,
                pair.LeftLoss,
                pair.RightLoss,
                pair.LossGap,
                pair.WeightGap,
                pair.FirstDivergence,
            }),
        };

    private static object Of(Change change) =>
        new
        {
            change.Case.Id,
            change.Kind,
            change.Share,
            change.Message,
            beforeError = change.Before!.WorstRatio,
            afterError = change.After!.WorstRatio,
            outputs = change.Outputs,
        };

    private static Dictionary<string, int> Counts<TKind>(
        IEnumerable<KeyValuePair<TKind, int>> counts
    )
        where TKind : struct, Enum =>
        counts.ToDictionary(count => count.Key.ToString().ToLowerInvariant(), count => count.Value);
}
