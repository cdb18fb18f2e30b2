using System.CommandLine;
using Conform.Reports;
using Mlp.Conformance;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform judge</c>: judges what a testee gave, in whatever language it is written.</summary>
internal static class JudgeVerb
{
    // Their data is not part of the suite, and whoever has it not cannot answer them.
    private const string NeedsData = "fit_real";

    public static Command Create()
    {
        var results = new Argument<string>("results")
        {
            Description = "A .parquet or .jsonl file of results, of one or more backends.",
        };
        var selection = new CaseSelection();
        var declines = new Option<string?>("--declines")
        {
            Description =
                "JSON file of rules: what the testee does not do, or does otherwise, with reasons.",
        };
        var json = Json.Option();
        var partial = new Option<bool>("--partial")
        {
            Description =
                "Cases without a result are still counted as absent, but do not fail the run.",
        };
        var command = new Command(
            "judge",
            "Judges results that any program gave for cases, by the same judge as every other run.\n"
                + "Example: conform judge results.jsonl --declines declines.json"
        )
        {
            results,
        };
        foreach (var option in selection.Options)
        {
            command.Add(option);
        }

        command.Add(declines);
        command.Add(partial);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var all = selection.All(parsed);
            return Judge(
                parsed.GetValue(results)!,
                all,
                selection.Asked(parsed, all),
                selection.Files(parsed),
                parsed.GetValue(declines) is { } rules ? DeclineFile.Read(rules) : [],
                selection.IsPart(parsed),
                parsed.GetValue(partial),
                parsed.GetValue(json)
            );
        });
        return command;
    }

    private static int Judge(
        string path,
        IReadOnlyList<Case> all,
        IReadOnlyList<Case> asked,
        string[] files,
        IReadOnlyList<Decline> declines,
        bool isPart,
        bool partial,
        bool json
    )
    {
        if (all.FirstOrDefault(value => value.Outputs is not null) is { } exported)
        {
            throw new InvalidCaseException(
                $"Case '{exported.Id}' was exported without what it expects; name the cases that the export was made from."
            );
        }

        var results = ResultFile.Read(path);
        results.CheckIds(all, path);
        var verdicts = new List<Verdict>();
        var notes = new List<string>();
        foreach (var backend in results.Backends)
        {
            // What this tool wrote itself is judged as when it ran.
            IReadOnlyList<Decline> rules = BackendCatalog.Names.Contains(backend)
                ? [.. declines, .. BackendCatalog.Declines]
                : declines;
            var ofBackend = new Judge(rules).Verdicts(asked, results, backend);
            verdicts.AddRange(ofBackend);
            notes.AddRange(Stale(backend, isPart ? [] : rules, ofBackend));
            notes.AddRange(Missing(backend, ofBackend, partial));
        }

        var summary = new Summary(verdicts, results.Backends);

        // Nothing compared says more than something missing.
        var exit =
            summary.ExitCode != 0 ? summary.ExitCode
            : notes.Count > 0 ? 1
            : 0;
        if (json)
        {
            Json.Write(Documents.Of(summary, verdicts, exit, notes));
            return exit;
        }

        notes.ForEach(Console.WriteLine);
        BadVerdicts.Print(
            verdicts,
            verdict =>
                FailureText.With(
                    verdict,
                    $"judge just this: {FailureText.JudgeCommand(OwnName.Value, path, files)} {FailureText.Quoted(verdict.Case.Id)}"
                ),
            "--family and --id choose among them."
        );
        if (verdicts.Count > 0)
        {
            AnsiConsole.Write(Matrix.Of(summary));
        }

        return exit;
    }

    private static IEnumerable<string> Stale(
        string backend,
        IReadOnlyList<Decline> rules,
        IReadOnlyList<Verdict> verdicts
    ) =>
        rules
            .Where(rule => rule.IsStale(verdicts))
            .Select(rule =>
                $"This decline of {backend} no longer holds; take it out: {rule.Reason}"
            );

    // A file that was cut off between two lines looks like this.
    private static IEnumerable<string> Missing(
        string backend,
        IReadOnlyList<Verdict> verdicts,
        bool partial
    )
    {
        string[] ids =
        [
            .. verdicts
                .Where(verdict =>
                    verdict.Kind == VerdictKind.Absent && verdict.Case.Family != NeedsData
                )
                .Select(verdict => verdict.Case.Id),
        ];
        return partial || ids.Length == 0
            ? []
            :
            [
                $"{backend} has no result for {ids.Length} of {verdicts.Count} cases, '{ids[0]}' the first. What it does not do it "
                    + "answers with 'unsupported', under a decline; --partial judges what is there.",
            ];
    }
}
