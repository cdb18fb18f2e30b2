using System.CommandLine;
using Conform.Reports;
using Mlp;
using Mlp.Conformance;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform run</c>: judges backends on any cases, the embedded suite when none are named.</summary>
internal static class RunVerb
{
    // The native one and the reference, where the build has it.
    private static readonly string[] DefaultBackends =
    [
        .. new[] { "cpu", "torch:cpu" }.Intersect(BackendCatalog.Names),
    ];

    public static Command Create()
    {
        var backends = new Option<string[]>("--backend")
        {
            Description =
                "Backend to judge; may be repeated. When left out: "
                + $"{string.Join(", ", DefaultBackends)}. 'conform backends' lists all.",
            DefaultValueFactory = _ => [],
        };
        var options = new CaseOptions();
        var json = Json.Option();
        var output = new Option<string?>("--out")
        {
            Description = "Write results to a .parquet or .jsonl file.",
        };
        var command = new Command(
            "run",
            "Runs cases on backends and judges what comes out.\n"
                + "Example: conform run --backend cpu --cases mine.jsonl --out results.jsonl"
        )
        {
            backends,
            output,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(backends)!,
                        options.Files(parsed),
                        options.Cases(parsed).Selected,
                        parsed.GetValue(output),
                        options.Data(parsed),
                        options.Threads(parsed),
                        parsed.GetValue(json),
                        cancellation
                    )
                )
        );
        return command;
    }

    // Without being asked for, a backend may be absent; it is said which.
    private static IBackend[] Present(int? threads)
    {
        var present = new List<IBackend>();
        foreach (var name in DefaultBackends)
        {
            try
            {
                present.Add(BackendCatalog.Create(name, threads));
            }
            catch (NotSupportedException absent)
            {
                Console.Error.WriteLine($"absent: {absent.Message}");
            }
        }

        return [.. present];
    }

    private static int Run(
        string[] names,
        string[] paths,
        IReadOnlyList<Case> cases,
        string? output,
        string? data,
        int? threads,
        bool json,
        CancellationToken cancellation
    )
    {
        if (output is not null)
        {
            // Known before all the work, not after it.
            ResultFile.CheckEnding(output);
        }

        var backends =
            names.Length == 0
                ? Present(threads)
                : [.. names.Distinct().Select(name => BackendCatalog.Create(name, threads))];
        var results = new List<Result>();
        var verdicts = new List<Verdict>();
        foreach (var backend in backends)
        {
            var runner = new Runner(backend, data);
            var judge = new Judge(BackendCatalog.Declines);
            foreach (var value in cases)
            {
                cancellation.ThrowIfCancellationRequested();
                var result = runner.Run(value, cancellation);
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
        if (json)
        {
            Json.Write(Documents.Of(summary, verdicts, summary.ExitCode));
            return summary.ExitCode;
        }

        BadVerdicts.Print(
            verdicts,
            verdict => FailureText.Of(verdict, paths),
            "--out keeps all results."
        );
        AnsiConsole.Write(Matrix.Of(summary));
        foreach (
            var missing in verdicts
                .Where(verdict => verdict.Kind == VerdictKind.Absent)
                .GroupBy(verdict => verdict.Message, verdict => verdict.Case.Id)
        )
        {
            Console.Error.WriteLine($"absent: {string.Join(", ", missing.Distinct())}");
            Console.Error.WriteLine($"  {missing.Key}");
        }

        return summary.ExitCode;
    }
}
