using Mlp.Conformance;
using Mlp.Conformance.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conform.Reports;

/// <summary>Backend x family: how many cases went how, and the worst error as a share of its bound.</summary>
internal static class Matrix
{
    private static readonly (VerdictKind Kind, string Style)[] Kinds =
    [
        (VerdictKind.Passed, "green"),
        (VerdictKind.Warned, "yellow"),
        (VerdictKind.Failed, "red"),
        (VerdictKind.Error, "red"),
        (VerdictKind.Mistrusted, "red"),
        (VerdictKind.Declined, "blue"),
        (VerdictKind.Absent, "grey"),
    ];

    /// <summary>The matrix as a table: families down, backends across.</summary>
    public static IRenderable Of(Summary summary)
    {
        string[] backends = [.. summary.Rows.Select(row => row.Backend).Distinct()];
        var table = new Table().Border(TableBorder.Simple).AddColumn("family");
        foreach (var backend in backends)
        {
            table.AddColumn(new TableColumn(Markup.Escape(backend)));
            table.AddColumn(new TableColumn("error/bound").RightAligned());
        }

        foreach (
            var family in Families.All.Where(family =>
                summary.Rows.Any(row => row.Family == family)
            )
        )
        {
            var cells = new List<string> { family };
            foreach (var backend in backends)
            {
                var row = summary.Rows.FirstOrDefault(row =>
                    row.Family == family && row.Backend == backend
                );
                cells.Add(row is null ? "" : Counts(row.Counts));
                cells.Add(row?.WorstId is null ? "" : Shares.Text(row.WorstRatio));
            }

            table.AddRow([.. cells]);
        }

        var totals = new List<string> { "all" };
        foreach (var backend in backends)
        {
            var rows = summary.Rows.Where(row => row.Backend == backend).ToArray();
            totals.Add(
                Counts(
                    Kinds.ToDictionary(
                        kind => kind.Kind,
                        kind => rows.Sum(row => row.Counts.GetValueOrDefault(kind.Kind))
                    )
                )
            );
            totals.Add(Shares.Text(rows.Max(row => row.WorstRatio)));
        }

        return table.AddEmptyRow().AddRow([.. totals]);
    }

    private static string Counts(IReadOnlyDictionary<VerdictKind, int> counts) =>
        string.Join(
            ", ",
            Kinds
                .Where(kind => counts.GetValueOrDefault(kind.Kind) > 0)
                .Select(kind =>
                    $"[{kind.Style}]{counts[kind.Kind]} {kind.Kind.ToString().ToLowerInvariant()}[/]"
                )
        );
}
