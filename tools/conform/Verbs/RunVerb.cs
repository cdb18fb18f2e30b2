using System.CommandLine;
using Conform.Reports;
using Mlp.Conformance;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform run</c>: judges backends on any cases, the embedded suite when none are named.</summary>
internal static class RunVerb
{
    private static readonly string[] DefaultBackends = ["cpu", "torch:cpu"];

    // More would scroll the matrix away; the results file has them all.
    private const int FailuresShown = 20;

    public static Command Create()
    {
        var backends = new Option<string[]>("--backend")
        {
            Description = "Backend to judge; may be repeated. All that run here when left out.",
            DefaultValueFactory = _ => [],
        };
        var cases = new Option<string[]>("--cases")
        {
            Description =
                "Folder, .parquet or .jsonl with cases; may be repeated. The embedded suite when left out.",
            DefaultValueFactory = _ => [],
        };
        var families = new Option<string[]>("--family")
        {
            Description = "Only cases of this family; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        var ids = new Option<string[]>("--id")
        {
            Description = "Only the case of this id; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        var output = new Option<string?>("--out")
        {
            Description = "Write results to a .parquet or .jsonl file.",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Folder of the real data sets; else MLP_DATA.",
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads of each backend; all cores when left out.",
        };
        var command = new Command(
            "run",
            "Runs cases on backends and judges what comes out.\n"
                + "Example: conform run --backend cpu --cases mine.jsonl --out results.jsonl"
        )
        {
            backends,
            cases,
            families,
            ids,
            output,
            data,
            threads,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(backends)!,
                        parsed.GetValue(cases)!,
                        Select(
                            parsed.GetValue(cases)!,
                            parsed.GetValue(families)!,
                            parsed.GetValue(ids)!
                        ),
                        parsed.GetValue(output),
                        parsed.GetValue(data) ?? Environment.GetEnvironmentVariable("MLP_DATA"),
                        parsed.GetValue(threads),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static IReadOnlyList<Case> Select(string[] paths, string[] families, string[] ids)
    {
        var all = paths.Length == 0 ? Fixtures.All : [.. paths.SelectMany(CaseFile.Read)];
        if (all.GroupBy(value => value.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidCaseException(
                $"Case '{twice.Key}' is in more than one of the files given."
            );
        }

        foreach (var family in families.Except(Families.All))
        {
            throw Mlp.Names.Unknown("family", family, Families.All);
        }

        foreach (var id in ids.Except(all.Select(value => value.Id)))
        {
            throw Mlp.Names.Unknown(
                "case",
                id,
                all.Select(value => value.Id).Where(known => Near(known, id))
            );
        }

        return
        [
            .. all.Where(value =>
                (families.Length == 0 || families.Contains(value.Family))
                && (ids.Length == 0 || ids.Contains(value.Id))
            ),
        ];
    }

    // A list of all ids would not be read: those of the same family, or all when the family is unknown too.
    private static bool Near(string known, string id) =>
        !id.Contains('/', StringComparison.Ordinal) || known.Split('/')[0] == id.Split('/')[0];

    private static int Run(
        string[] names,
        string[] paths,
        IReadOnlyList<Case> cases,
        string? output,
        string? data,
        int? threads,
        CancellationToken cancellation
    )
    {
        if (output is not null)
        {
            // Known before all the work, not after it.
            ResultFile.CheckEnding(output);
        }

        var backends = (names.Length == 0 ? DefaultBackends : names)
            .Distinct()
            .Select(name => BackendCatalog.Create(name, threads))
            .ToArray();
        var results = new List<Result>();
        var verdicts = new List<Verdict>();
        foreach (var backend in backends)
        {
            var runner = new Runner(backend, data);
            var judge = new Judge(BackendCatalog.DeclinesOf(backend.Name));
            foreach (var value in cases)
            {
                cancellation.ThrowIfCancellationRequested();
                var result = runner.Run(value);
                results.Add(result);
                verdicts.Add(judge.Verdict(value, result, backend.Name));
            }
        }

        if (output is not null)
        {
            ResultFile.Write(
                output,
                new(results, backends.ToDictionary(b => b.Name, b => b.Environment))
            );
        }

        var summary = new Summary(verdicts, [.. backends.Select(backend => backend.Name)]);
        Show(verdicts, paths);
        AnsiConsole.Write(Matrix.Of(summary));
        return summary.ExitCode;
    }

    private static void Show(List<Verdict> verdicts, string[] paths)
    {
        var bad = verdicts.Where(verdict => verdict.IsBad).ToArray();
        foreach (var verdict in bad.Take(FailuresShown))
        {
            Console.WriteLine(FailureText.Of(verdict, paths));
            Console.WriteLine();
        }

        if (bad.Length > FailuresShown)
        {
            Console.WriteLine(
                $"... and {bad.Length - FailuresShown} more; --out keeps all results."
            );
        }
    }
}
