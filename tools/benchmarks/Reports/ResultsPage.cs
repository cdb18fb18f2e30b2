using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>A report as a Markdown page: every goal with its figure, then everyone's times.</summary>
internal static class ResultsPage
{
    /// <summary>The page.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="day">When.</param>
    /// <param name="picture">File name of the sweep's picture, beside the page; null where there is none.</param>
    public static string Of(BenchReport report, DateOnly day, string? picture)
    {
        var machine = report.Machine;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# conform bench, {day:yyyy-MM-dd}\n");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{machine.Cpu}, {Count.Of(machine.Cores, "core")}, vectors of {machine.VectorBits} bits; {machine.System}; {machine.Runtime}; {string.Join("; ", machine.Libraries)}.\n"
        );
        text.AppendLine(
            "Contenders run in turn, round after round, in one process, and must come to the same results. Figures are medians of the"
        );
        text.AppendLine(
            "ratios within a round; against a peer at its better setting, and a win only where our 95th percentile beats its median.\n"
        );
        text.AppendLine(Goals(report));
        text.AppendLine(
            "Why what is missed is missed, and what was tried: [performance](../../../docs/performance.md).\n"
        );
        foreach (var work in report.Works)
        {
            Append(text, work, picture);
        }

        return text.ToString();
    }

    /// <summary>The table of goals.</summary>
    public static string Goals(BenchReport report)
    {
        var text = new StringBuilder();
        text.AppendLine("| work | goal | due | measured | outcome |");
        text.AppendLine("| --- | --- | ---: | ---: | --- |");
        foreach (var work in report.Works)
        {
            foreach (var verdict in work.Verdicts)
            {
                var measured = verdict.Value is { } value ? verdict.Goal.Show(value) : "";
                var reason = verdict is { IsMissed: true, Reason: { } why } ? $": {why}" : "";
                text.AppendLine(
                    $"| {work.Name} | {verdict.Goal.Name} | {verdict.Goal.Due} | {measured} | {verdict.Word}{reason} |"
                );
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, WorkResult work, string? picture)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## {work.Name}\n\n{work.Title}.\n");
        var load = work.Load is { } value
            ? string.Create(CultureInfo.InvariantCulture, $", load {value:F1}")
            : "";
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Measured {work.Measured:yyyy-MM-dd HH:mm} UTC at {work.Commit}, clock {work.ClockGHz:F2} GHz{load}{(work.Quick ? "; a trial on drawn data" : "")}.\n"
        );
        if (work.Times.Count > 0)
        {
            text.AppendLine(
                $"| contender | {work.Unit}, median | 95th percentile | fastest | rounds |"
            );
            text.AppendLine("| --- | ---: | ---: | ---: | ---: |");
            foreach (var times in work.Times)
            {
                text.AppendLine(
                    $"| {times.Name} | {Time(times.Median)} | {Time(times.P95)} | {Time(times.Fastest)} | {times.Rounds} |"
                );
            }

            text.AppendLine();
        }

        foreach (var note in work.Notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        }

        if (work.Notes.Count > 0)
        {
            text.AppendLine();
        }

        if (work.Widths.Count > 0)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"![Time of a step by width, against the width rounded up to 16]({picture})\n"
            );
        }
    }

    private static string Time(double microseconds) =>
        microseconds.ToString(microseconds < 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
