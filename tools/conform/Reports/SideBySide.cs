using System.Globalization;
using Conform.Training;
using Mlp.Conformance;
using Mlp.Conformance.Reports;
using Spectre.Console;

namespace Conform.Reports;

/// <summary>Two backends beside each other: families, the cases farthest apart, trainings.</summary>
internal static class SideBySide
{
    /// <summary>Writes the three tables; of cases and trainings the <paramref name="most"/> that lie farthest apart, all for 0.</summary>
    public static void Write(
        IReadOnlyList<Change> changes,
        IReadOnlyList<TrajectoryPair> trainings,
        (string Left, string Right) names,
        int most
    )
    {
        AnsiConsole.Write(FamilyTable(changes, names));
        var apart = changes
            .Where(change => change.IsMover)
            .OrderByDescending(change => change.Share)
            .ThenBy(change => change.Case.Id, StringComparer.Ordinal)
            .ToArray();
        Part("Cases that lie farthest apart:", apart, most, shown => Cases(shown, names));
        Part(
            "Trainings:",
            [
                .. trainings
                    .OrderBy(pair => pair.FirstDivergence ?? int.MaxValue)
                    .ThenByDescending(pair => pair.LossGap)
                    .ThenBy(pair => pair.Case.Id, StringComparer.Ordinal),
            ],
            most,
            shown => Trainings(shown, names)
        );
        if (trainings.Count > 0)
        {
            Console.WriteLine(
                $"{trainings.Count(pair => pair.FirstDivergence is not null)} of {trainings.Count} trainings diverge by more than noise."
            );
        }
    }

    /// <summary>A real training of both, epoch by epoch.</summary>
    public static Table Epochs(IEnumerable<EpochPair> epochs, (string Left, string Right) names)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumn(Right("epoch"))
            .AddColumn(Right($"loss, {names.Left}"))
            .AddColumn(Right($"loss, {names.Right}"))
            .AddColumn(Right("gap of loss"))
            .AddColumn(Right("gap of weights"))
            .AddColumn("");
        var diverged = false;
        foreach (var epoch in epochs)
        {
            table.AddRow(
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                Figures.Value(epoch.Left["loss"]),
                Figures.Value(epoch.Right["loss"]),
                Figures.Size(epoch.LossGap),
                Figures.Size(epoch.WeightGap),
                epoch.Diverged && !diverged ? "first divergence" : ""
            );
            diverged |= epoch.Diverged;
        }

        return table;
    }

    private static void Part<T>(string title, T[] all, int most, Func<IEnumerable<T>, Table> table)
    {
        if (all.Length == 0)
        {
            return;
        }

        var shown = most == 0 ? all.Length : Math.Min(most, all.Length);
        Console.WriteLine(title);
        AnsiConsole.Write(table(all.Take(shown)));
        if (shown < all.Length)
        {
            Console.WriteLine($"... and {all.Length - shown} more; --most 0 lists all.");
        }
    }

    private static Table FamilyTable(
        IReadOnlyList<Change> changes,
        (string Left, string Right) names
    )
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumn("family")
            .AddColumn(Right("compared"))
            .AddColumn(Right("equal"))
            .AddColumn(Right("inside noise"))
            .AddColumn(Right("apart"))
            .AddColumn(Right("gap/bound"))
            .AddColumn(Right($"error/bound, {names.Left}"))
            .AddColumn(Right(names.Right));
        foreach (
            var family in changes
                .Where(change => change.IsCompared)
                .GroupBy(change => change.Case.Family)
        )
        {
            table.AddRow(
                family.Key,
                Number(family.Count()),
                Number(family.Count(change => change.Kind == ChangeKind.Equal)),
                Number(family.Count(change => change.Kind == ChangeKind.Inside)),
                Number(
                    family.Count(change => change.Kind is ChangeKind.Drifted or ChangeKind.Broken)
                ),
                Shares.Text(family.Max(change => change.Share)),
                Shares.Text(family.Max(change => change.Before!.WorstRatio)),
                Shares.Text(family.Max(change => change.After!.WorstRatio))
            );
        }

        return table;
    }

    private static Table Cases(IEnumerable<Change> changes, (string Left, string Right) names)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("case", "output")
            .AddColumn(Right(names.Left))
            .AddColumn(Right(names.Right))
            .AddColumn(Right("gap"))
            .AddColumn(Right("gap/bound"));
        foreach (var change in changes)
        {
            var worst = change.Message is null ? change.Worst : null;
            table.AddRow(
                new Text(change.Case.Id),
                new Text(worst is null ? change.Message ?? "" : Figures.Place(worst)),
                new Text(worst is null ? "" : Figures.Value(worst.Before)),
                new Text(worst is null ? "" : Figures.Value(worst.After)),
                new Text(worst is null ? "" : Figures.Size(worst.Distance)),
                new Text(worst is null ? "" : Shares.Text(worst.Share))
            );
        }

        return table;
    }

    private static Table Trainings(
        IEnumerable<TrajectoryPair> trainings,
        (string Left, string Right) names
    )
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumn("training")
            .AddColumn(Right("epochs"))
            .AddColumn(Right($"loss, {names.Left}"))
            .AddColumn(Right($"loss, {names.Right}"))
            .AddColumn(Right("gap of loss"))
            .AddColumn(Right("gap of weights"))
            .AddColumn(Right("diverges in epoch"));
        foreach (var pair in trainings)
        {
            table.AddRow(
                new Text(pair.Case.Id),
                new Text(Number(pair.Epochs)),
                new Text(Figures.Value(pair.LeftLoss)),
                new Text(Figures.Value(pair.RightLoss)),
                new Text(Figures.Size(pair.LossGap)),
                new Text(pair.WeightGap is { } gap ? Figures.Size(gap) : ""),
                new Text(pair.FirstDivergence is { } epoch ? Number(epoch) : "none")
            );
        }

        return table;
    }

    private static TableColumn Right(string header) =>
        new TableColumn(Markup.Escape(header)).RightAligned();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
