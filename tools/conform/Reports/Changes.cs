using Mlp.Conformance;
using Mlp.Conformance.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conform.Reports;

/// <summary>What moved: a table by family, then the cases that moved, the farthest first.</summary>
internal static class Changes
{
    private static readonly (ChangeKind Kind, string Style)[] Kinds =
    [
        (ChangeKind.Equal, "green"),
        (ChangeKind.Inside, "green"),
        (ChangeKind.Drifted, "yellow"),
        (ChangeKind.Broken, "red"),
        (ChangeKind.New, "blue"),
        (ChangeKind.Lost, "red"),
        (ChangeKind.Absent, "grey"),
    ];

    // Ids without numbers say little; a few tell what it is about.
    private const int NamesShown = 10;

    /// <summary>Writes both tables; at most <paramref name="most"/> movers, all for 0.</summary>
    public static void Write(ChangeSummary summary, int most)
    {
        AnsiConsole.Write(Families(summary));
        if (summary.Movers.Count > 0)
        {
            var shown = most == 0 ? summary.Movers.Count : Math.Min(most, summary.Movers.Count);
            AnsiConsole.Write(Movers(summary.Movers.Take(shown)));
            if (shown < summary.Movers.Count)
            {
                Console.WriteLine(
                    $"... and {summary.Movers.Count - shown} more; --movers 0 lists all."
                );
            }
        }

        Name("new, with nothing to compare with", summary.New);
        Name("lost: only the first has it", summary.Lost);
        Name("absent: its data are not here, or were not there", summary.Absent);
    }

    private static Table Families(ChangeSummary summary)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("family");
        foreach (var (kind, _) in Kinds)
        {
            table.AddColumn(new TableColumn(kind.ToString().ToLowerInvariant()).RightAligned());
        }

        table.AddColumn(new TableColumn("moved/bound").RightAligned());
        table.AddColumn("farthest");
        foreach (var row in summary.Rows)
        {
            table.AddRow([
                new Text(row.Family),
                .. Counts(kind => row.Counts.GetValueOrDefault(kind)),
                new Text(row.Farthest is null ? "" : Shares.Text(row.Farthest.Share)),
                new Text(row.Farthest?.Case.Id ?? ""),
            ]);
        }

        return table
            .AddEmptyRow()
            .AddRow([
                new Text("all"),
                .. Counts(kind => summary.Rows.Sum(row => row.Counts.GetValueOrDefault(kind))),
                new Text(""),
                new Text(""),
            ]);
    }

    private static IEnumerable<IRenderable> Counts(Func<ChangeKind, int> count) =>
        Kinds.Select(kind =>
            count(kind.Kind) is > 0 and var number
                ? (IRenderable)new Markup($"[{kind.Style}]{number}[/]")
                : new Text("")
        );

    private static Table Movers(IEnumerable<Change> movers)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("case", "", "output")
            .AddColumn(new TableColumn("before").RightAligned())
            .AddColumn(new TableColumn("after").RightAligned())
            .AddColumn(new TableColumn("moved").RightAligned())
            .AddColumn(new TableColumn("moved/bound").RightAligned())
            .AddColumn(new TableColumn("error/bound").RightAligned());
        foreach (var change in movers)
        {
            var style = Kinds.First(kind => kind.Kind == change.Kind).Style;
            var worst = change.Message is null ? change.Worst : null;
            table.AddRow(
                new Text(change.Case.Id),
                new Markup($"[{style}]{change.Kind.ToString().ToLowerInvariant()}[/]"),
                new Text(worst is null ? change.Message ?? "" : Figures.Place(worst)),
                new Text(worst is null ? "" : Figures.Value(worst.Before)),
                new Text(worst is null ? "" : Figures.Value(worst.After)),
                new Text(worst is null ? "" : Figures.Size(worst.Distance)),
                new Text(worst is null ? "" : Shares.Text(worst.Share)),
                new Text(
                    $"{Shares.Text(change.Before!.WorstRatio)} -> {Shares.Text(change.After!.WorstRatio)}"
                )
            );
        }

        return table;
    }

    private static void Name(string what, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
        {
            var more = ids.Count > NamesShown ? $", and {ids.Count - NamesShown} more" : "";
            Console.WriteLine(
                $"{ids.Count} {what}: {string.Join(", ", ids.Take(NamesShown))}{more}"
            );
        }
    }
}
