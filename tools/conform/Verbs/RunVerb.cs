using System.CommandLine;
using Conform.Isolation;
using Conform.Reports;
using Conform.Testees;
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
                + $"{string.Join(", ", DefaultBackends)}. 'conform backends' lists all; Theirs.dll or Theirs.dll@Class is one of another assembly.",
            DefaultValueFactory = _ => [],
        };
        var options = new CaseOptions();
        var json = Json.Option();
        var output = new Option<string?>("--out")
        {
            Description = "Write results to a .parquet or .jsonl file.",
        };
        var declines = new Option<string?>("--declines")
        {
            Description =
                "JSON file of rules: what a backend of another assembly does not do, or does otherwise, with reasons.",
        };
        var isolation = new IsolationOptions();
        var parts = new PartOptions();
        var command = new Command(
            "run",
            "Runs cases on backends and judges what comes out.\n"
                + "Example: conform run --backend cpu --cases mine.jsonl --out results.jsonl"
        )
        {
            backends,
            output,
            declines,
            json,
        };
        options.AddTo(command);
        isolation.AddTo(command);
        parts.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var path = parsed.GetValue(output);
                var shard = parts.Shard(parsed);
                if (path is not null)
                {
                    // Known before all the work, not after it.
                    ResultFile.CheckEnding(path, shard is not null);
                }

                var names = parsed.GetValue(backends)!;
                return Task.FromResult(
                    Run(
                        new(
                            [.. (names.Length == 0 ? DefaultBackends : names).Distinct()],
                            names.Length > 0,
                            options.Files(parsed),
                            options.Cases(parsed).Selected,
                            shard,
                            path,
                            parts.Resume(parsed, path),
                            parsed.GetValue(declines) is { } rules ? DeclineFile.Read(rules) : [],
                            isolation.Limits(parsed),
                            options.Data(parsed),
                            options.Threads(parsed),
                            parsed.GetValue(json)
                        ),
                        cancellation
                    )
                );
            }
        );
        return command;
    }

    private static int Run(RunRequest request, CancellationToken cancellation)
    {
        var (testees, given) = (new List<ITestee>(), new List<string>());
        try
        {
            foreach (var name in request.Names)
            {
                try
                {
                    testees.Add(request.Testee(name, cancellation));
                    given.Add(name);
                }
                catch (NotSupportedException absent) when (!request.Named)
                {
                    // Nobody asked for it: it is said, and the run goes on.
                    Console.Error.WriteLine($"absent: {absent.Message}");
                }
            }

            CheckNames(testees);
            return Tell(request, testees, given, Judged(request, testees, cancellation));
        }
        finally
        {
            testees.ForEach(testee => testee.Dispose());
        }
    }

    private static List<Verdict> Judged(
        RunRequest request,
        List<ITestee> testees,
        CancellationToken cancellation
    )
    {
        using var journal = request.Journal(testees);
        var cases = request.Shard?.Of(request.Cases) ?? request.Cases;
        var judge = new Judge([.. request.Declines, .. BackendCatalog.Declines]);
        var results = new List<Result>();
        var verdicts = new List<Verdict>();
        try
        {
            foreach (var testee in testees)
            {
                foreach (var value in cases)
                {
                    var result = journal?.Find(testee.Name, value.Id);
                    if (result is null)
                    {
                        result = testee.Run(value, cancellation);
                        journal?.Add(result);
                    }

                    results.Add(result);
                    verdicts.Add(judge.Verdict(value, result, testee.Name));
                }
            }
        }
        catch (OperationCanceledException stopped) when (journal is not null)
        {
            throw new InterruptedException(
                $"Interrupted: {journal.Count} results are kept in {journal.Path}; the same command with --resume goes on.",
                stopped
            );
        }

        if (request.Output is { } output)
        {
            ResultFile.Write(
                output,
                new(
                    results,
                    testees.ToDictionary(testee => testee.Name, testee => testee.Environment)
                )
                {
                    Shard = request.Note(testees),
                }
            );
            journal?.Remove();
        }

        return verdicts;
    }

    private static int Tell(
        RunRequest request,
        List<ITestee> testees,
        List<string> given,
        List<Verdict> verdicts
    )
    {
        var summary = new Summary(verdicts, [.. testees.Select(testee => testee.Name)]);
        // Cases are asked for, and other shards have them.
        var idle = request.Shard is not null && verdicts.Count == 0 && request.Cases.Count > 0;
        var exit = idle ? 0 : summary.ExitCode;
        if (request.Json)
        {
            Json.Write(Documents.Of(summary, verdicts, exit));
            return exit;
        }

        if (idle)
        {
            Console.WriteLine(
                $"Shard {request.Shard} has none of the {request.Cases.Count} cases."
            );
            return exit;
        }

        var names = testees.Zip(given).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        BadVerdicts.Print(
            verdicts,
            verdict => Told(verdict with { Backend = names[verdict.Backend] }, request),
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

        return exit;
    }

    // The backend by the name that the command takes.
    private static string Told(Verdict verdict, RunRequest request) =>
        FailureText.With(
            verdict,
            $"run just this: {FailureText.RunCommand(OwnName.Value, verdict.Backend, request.Files)} {FailureText.Quoted(verdict.Case.Id)}{(request.Limits is null ? "" : " --isolate")}"
        );

    private static void CheckNames(List<ITestee> testees)
    {
        if (
            testees.GroupBy(testee => testee.Name).FirstOrDefault(group => group.Count() > 1) is
            { } twice
        )
        {
            throw new ArgumentException(
                $"{twice.Count()} of the backends call themselves '{twice.Key}': their results could not be told apart. Run one at a time."
            );
        }
    }
}
