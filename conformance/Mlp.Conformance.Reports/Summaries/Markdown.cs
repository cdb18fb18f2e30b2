using System.Globalization;
using System.Text;
using Mlp.Data;

namespace Mlp.Conformance.Reports;

/// <summary>
/// Results as GitHub-flavoured Markdown, for the summary of a build: the matrix, what is bad, what moved. What a case or a backend says
/// stands in it as text, never as markup.
/// </summary>
public static class Markdown
{
    // More would bury the matrix; the page has them all.
    private const int Shown = 20;

    private static readonly VerdictKind[] Order =
    [
        VerdictKind.Passed,
        VerdictKind.Warned,
        VerdictKind.Failed,
        VerdictKind.Error,
        VerdictKind.Mistrusted,
        VerdictKind.Declined,
        VerdictKind.Absent,
    ];

    /// <summary>Writes the file, aside and renamed.</summary>
    public static void Write(string path, Report report) =>
        Aside.Write(path, Encoding.UTF8.GetBytes(ToMarkdown(report)));

    /// <summary>The summary.</summary>
    public static string ToMarkdown(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Outcome[] bad = [.. report.Bad];
        var judged = report.Backends.Sum(backend => backend.Outcomes.Count);
        var uncompared = report.Summary.Uncompared;
        Line(text, "# Conformance");
        Line(text, "");
        Line(
            text,
            judged == 0 ? "**Nothing was judged.**"
                : bad.Length > 0 ? $"**{Whole(bad.Length)} of {Whole(judged)} verdicts are bad.**"
                : uncompared.Count == report.Backends.Count ? "**Nothing was compared.**"
                : uncompared.Count > 0
                    ? $"**No case failed; of {Safe(string.Join(", ", uncompared))} nothing was compared.**"
                : "**No case failed.**"
        );
        Line(text, "");
        Line(
            text,
            $"Suite {Safe(report.Inputs.Suite)}, {Whole(report.Inputs.Cases.Count)} cases, {report.Inputs.Made.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}."
        );
        Line(text, "");
        Matrix(text, report);
        Bad(text, bad);
        Exactness(text, report.Errors);
        foreach (var device in report.Devices)
        {
            Movement(text, device, $"{device.To} against {device.From}");
        }

        if (report.Drift is { } drift)
        {
            Movement(text, drift, $"Since the baseline of {drift.From}");
        }

        return text.ToString();
    }

    private static void Matrix(StringBuilder text, Report report)
    {
        string[] backends = [.. report.Backends.Select(backend => backend.Results.Name)];
        if (backends.Length == 0)
        {
            return;
        }

        var rows = report.Summary.Rows.ToLookup(row => (row.Backend, row.Family));
        Line(
            text,
            $"| family |{string.Concat(backends.Select(name => $" {Safe(name)} | error/bound |"))}"
        );
        Line(text, $"| --- |{string.Concat(backends.Select(_ => " --- | ---: |"))}");
        foreach (
            var family in Families.All.Where(family =>
                report.Summary.Rows.Any(row => row.Family == family)
            )
        )
        {
            Row(family, backend => [.. rows[(backend, family)]]);
        }

        Row("**all**", backend => [.. report.Summary.Rows.Where(row => row.Backend == backend)]);
        Line(text, "");

        void Row(string name, Func<string, SummaryRow[]> of) =>
            Line(
                text,
                $"| {name} |{string.Concat(backends.Select(backend => Cells(of(backend))))}"
            );
    }

    private static string Cells(SummaryRow[] rows)
    {
        var counts = Order
            .Select(kind =>
                (Kind: kind, Count: rows.Sum(row => row.Counts.GetValueOrDefault(kind)))
            )
            .Where(count => count.Count > 0)
            .Select(count => $"{Whole(count.Count)} {Name(count.Kind)}");
        SummaryRow[] compared = [.. rows.Where(row => row.WorstId is not null)];
        return $" {string.Join(", ", counts)} | {(compared.Length == 0 ? "" : Shares.Text(compared.Max(row => row.WorstRatio)))} |";
    }

    private static void Bad(StringBuilder text, Outcome[] bad)
    {
        if (bad.Length == 0)
        {
            return;
        }

        Line(text, "## What is bad");
        Line(text, "");
        foreach (var outcome in bad.Take(Shown))
        {
            var told = FailureText.With(outcome.Verdict, outcome.Command);
            var fence = Fence(told);
            Line(text, $"{fence}text");
            Line(text, told);
            Line(text, fence);
            Line(text, "");
        }

        if (bad.Length > Shown)
        {
            Line(text, $"... and {Whole(bad.Length - Shown)} more.");
            Line(text, "");
        }
    }

    private static void Exactness(StringBuilder text, ErrorPair? pair)
    {
        if (pair is null)
        {
            return;
        }

        var worse = pair
            .Table.Rows.Where(row => !row.MeetsAim || row.Beyond.Count > 0)
            .Select(row => row.Family)
            .ToArray();
        Line(
            text,
            $"Exactness in float32: {Safe(pair.Left)} is {(worse.Length == 0 ? $"no worse than {Safe(pair.Right)} in any of {pair.Table.Rows.Count} families" : $"worse than {Safe(pair.Right)} in {string.Join(", ", worse)}")}."
        );
        Line(text, "");
    }

    private static void Movement(StringBuilder text, Movement movement, string title)
    {
        var changes = movement.Changes;
        var counts = Enum.GetValues<ChangeKind>()
            .Select(kind =>
                (Kind: kind, Count: changes.Rows.Sum(row => row.Counts.GetValueOrDefault(kind)))
            )
            .Where(count => count.Count > 0)
            .Select(count => $"{Whole(count.Count)} {count.Kind.ToString().ToLowerInvariant()}");
        Line(text, $"{Safe(title)}: {string.Join(", ", counts)}.");
        Line(text, "");
        Change[] moved =
        [
            .. changes.Movers.Where(change =>
                change.Kind is ChangeKind.Drifted or ChangeKind.Broken
            ),
        ];
        if (moved.Length == 0)
        {
            return;
        }

        Line(text, "| case | finding | moved/bound |");
        Line(text, "| --- | --- | ---: |");
        foreach (var change in moved.Take(Shown))
        {
            Line(
                text,
                $"| {Safe(change.Case.Id)} | {change.Kind.ToString().ToLowerInvariant()} | {Shares.Text(change.Share)} |"
            );
        }

        if (moved.Length > Shown)
        {
            Line(text, $"| ... and {Whole(moved.Length - Shown)} more | | |");
        }

        Line(text, "");
    }

    // Longer than any within.
    private static string Fence(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new('`', Math.Max(3, longest + 1));
    }

    // Letters, digits and what means nothing in Markdown stay; the rest is escaped, and lines are one.
    private static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            safe.Append(
                c switch
                {
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '&' => "&amp;",
                    '@' => "&#64;",
                    _ when char.IsControl(c) => " ",
                    _ when "\\`*_{}[]()#+!|~$".Contains(c, StringComparison.Ordinal) => $"\\{c}",
                    _ => c.ToString(),
                }
            );
        }

        return safe.ToString();
    }

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Name(VerdictKind kind) => kind.ToString().ToLowerInvariant();

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
