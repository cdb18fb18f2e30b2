using System.Globalization;
using Mlp.Conformance;
using Mlp.Conformance.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conform.Reports;

/// <summary>Errors of two backends as shares of their bounds: families down, percentile and worst of each across.</summary>
internal static class Errors
{
    public static IRenderable Of(ErrorTable errors, string left, string right)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumn("family")
            .AddColumn(new TableColumn("float32 cases").RightAligned());
        foreach (var name in (string[])[left, right])
        {
            table
                .AddColumn(new TableColumn(Markup.Escape($"{name}: p99")).RightAligned())
                .AddColumn(new TableColumn("worst").RightAligned());
        }

        table.AddColumn(new TableColumn("beyond").RightAligned()).AddColumn("");
        foreach (var row in errors.Rows)
        {
            var meets = row.MeetsAim && row.Beyond.Count == 0;
            table.AddRow(
                new Text(row.Family),
                new Text(row.Cases.ToString(CultureInfo.InvariantCulture)),
                new Text(Shares.Text(row.LeftHigh)),
                new Text(Shares.Text(row.LeftWorst)),
                new Text(Shares.Text(row.RightHigh)),
                new Text(Shares.Text(row.RightWorst)),
                new Text(row.Beyond.Count.ToString(CultureInfo.InvariantCulture)),
                new Markup(meets ? "[green]no worse[/]" : "[red]worse[/]")
            );
        }

        return table;
    }
}
