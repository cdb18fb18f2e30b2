using System.CommandLine;
using Conform.Reports;
using Conform.Training;
using Mlp.Conformance;
using Mlp.Conformance.Reports;

namespace Conform.Verbs;

/// <summary><c>conform report</c>: one page of everything that results say, and summaries for build servers.</summary>
internal static class ReportVerb
{
    private const string Nothing = "none";

    public static Command Create()
    {
        var results = new Argument<string[]>("results")
        {
            Description =
                "Files of results, .parquet or .jsonl, FILE@BACKEND for one backend of several; or backends, which are run.",
            Arity = ArgumentArity.OneOrMore,
        };
        var page = new Option<string?>("--out") { Description = "The page to write, .html." };
        var junit = new Option<string?>("--junit")
        {
            Description = "JUnit XML to write, for build servers.",
        };
        var markdown = new Option<string?>("--markdown")
        {
            Description = "GitHub-flavoured Markdown to write, for the summary of a build.",
        };
        var baseline = new Option<string?>("--baseline")
        {
            Description =
                $"Earlier results to show drift against, or {Nothing}. fixtures/baseline/cpu.parquet, where it is here and the cases are the suite's.",
        };
        var mutants = new Option<string?>("--mutants")
        {
            Description =
                $"Page with the table of mutants, or {Nothing}. docs/mutants.md, where it is here.",
        };
        var bench = new Option<string?>("--bench")
        {
            Description =
                $"Results of 'conform bench', .json, or {Nothing}. The newest in {BenchVerb.StoredResults}, where there is one.",
        };
        var histories = new Option<string[]>("--history")
        {
            Description =
                "History that 'conform train --history' left, [TITLE=]FILE[@SERIES]; may be repeated, those of one title share their pictures.",
            DefaultValueFactory = _ => [],
        };
        var declines = new Option<string?>("--declines")
        {
            Description =
                "JSON file of rules, as for 'conform judge', of the backends that this tool does not know.",
        };
        var json = Json.Option();
        var options = new CaseOptions();
        var command = new Command(
            "report",
            "Writes what results say as one page that needs no network: matrix, every case, errors, CPU and GPU, drift, learning "
                + "curves, mutants, speed, environment. Whatever was not given it says so.\n"
                + "Exit codes: 0 written, whatever it says; 2 bad input; 3 written, but nothing was compared.\n"
                + "Example: conform report cpu.parquet torch-cpu.parquet --out report.html"
        )
        {
            results,
            page,
            junit,
            markdown,
            baseline,
            mutants,
            bench,
            histories,
            declines,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var outputs = (
                    Page: parsed.GetValue(page),
                    JUnit: parsed.GetValue(junit),
                    Markdown: parsed.GetValue(markdown)
                );
                CheckOutputs(outputs.Page, outputs.JUnit, outputs.Markdown);
                var (all, asked) = options.Cases(parsed);
                var files = options.Files(parsed);
                var sources = new ReportSources(
                    all,
                    files,
                    parsed.GetValue(declines) is { } rules ? DeclineFile.Read(rules) : [],
                    options.Data(parsed),
                    options.Threads(parsed)
                );
                var report = Report.Of(
                    new(
                        files.Length == 0
                            ? Fixtures.Version
                            : string.Join(", ", files.Select(ReportSources.Shown)),
                        asked,
                        sources.Backends(parsed.GetValue(results)!, asked, cancellation),
                        DateTimeOffset.UtcNow
                    )
                    {
                        Baseline = Chosen(
                            parsed.GetValue(baseline),
                            files.Length == 0 ? "fixtures/baseline/cpu.parquet" : null
                        )
                            is { } earlier
                            ? sources.Baseline(earlier)
                            : null,
                        Mutants = Chosen(parsed.GetValue(mutants), "docs/mutants.md") is { } table
                            ? new(ReportSources.Shown(table), MutantPage.Read(table))
                            : null,
                        Speed = Chosen(parsed.GetValue(bench), NewestBench("")) is { } speed
                            ? new(ReportSources.Shown(speed), SpeedReport.Read(speed))
                            : null,
                        Histories = [.. parsed.GetValue(histories)!.Select(History)],
                    }
                );
                var written = Write(report, outputs);
                if (parsed.GetValue(json))
                {
                    Json.Write(new { report.Summary.ExitCode, written });
                }
                else
                {
                    Console.WriteLine(string.Join('\n', written));
                }

                return Task.FromResult(report.Summary.ExitCode == 3 ? 3 : 0);
            }
        );
        return command;
    }

    /// <summary>The newest results of benchmarks below that folder; null where there are none.</summary>
    public static string? NewestBench(string root) =>
        Path.Combine(root, BenchVerb.StoredResults) is var folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Max(StringComparer.Ordinal)
            : null;

    private static void CheckOutputs(string? page, string? junit, string? markdown)
    {
        if (page is null && junit is null && markdown is null)
        {
            throw new ArgumentException(
                "Nothing is to be written; give --out FILE.html, --junit FILE.xml or --markdown FILE.md."
            );
        }

        // Known before all the work, not after it.
        OutputFile.Check(page, ".html", ".htm");
        OutputFile.Check(junit, ".xml");
        OutputFile.Check(markdown, ".md");
    }

    private static string[] Write(
        Report report,
        (string? Page, string? JUnit, string? Markdown) outputs
    )
    {
        if (outputs.Page is { } page)
        {
            HtmlReport.Write(page, report);
        }

        if (outputs.JUnit is { } junit)
        {
            JUnitXml.Write(junit, report);
        }

        if (outputs.Markdown is { } markdown)
        {
            Markdown.Write(markdown, report);
        }

        return [.. ((string?[])[outputs.Page, outputs.JUnit, outputs.Markdown]).OfType<string>()];
    }

    // What was named; else what lies in its place; nothing where that was asked for.
    private static string? Chosen(string? named, string? usual) =>
        named == Nothing ? null : named ?? (File.Exists(usual) ? usual : null);

    private static TrainingHistory History(string argument)
    {
        // A file of such a name is that file.
        var (title, rest) =
            !File.Exists(argument)
            && argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var cut
                ? (argument[..cut], argument[(cut + 1)..])
                : (null, argument);
        var at = File.Exists(rest) ? -1 : rest.LastIndexOf('@');
        var (path, series) = at > 0 ? (rest[..at], rest[(at + 1)..]) : (rest, null);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no history '{path}'. 'conform train --history FILE' leaves one; --history takes [TITLE=]FILE[@SERIES]."
            );
        }

        var stem = Path.GetFileNameWithoutExtension(path);
        return HistoryFile.Read(path, title ?? stem, series ?? stem);
    }
}
