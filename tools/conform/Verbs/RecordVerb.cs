using System.CommandLine;
using Conform.Reports;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary><c>conform record</c>: writes the results of a backend as the baseline that later ones are compared with.</summary>
internal static class RecordVerb
{
    private const string Folder = "fixtures/baseline";

    public static Command Create()
    {
        var name = new Option<string>("--backend")
        {
            Description = "Backend to record.",
            DefaultValueFactory = _ => "cpu",
        };
        var output = new Option<string?>("--out")
        {
            Description =
                $"File to write, .parquet or .jsonl; {Folder}/BACKEND.parquet when left out. A .csv of one line a case "
                + "goes beside it.",
        };
        var json = Json.Option();
        var options = new CaseOptions();
        var command = new Command(
            "record",
            "Runs a backend and writes its results as a baseline, with a summary to read differences in. Says what moved "
                + "against the file that stood there.\n"
                + "Example: conform record --backend cpu --out fixtures/baseline/cpu.parquet"
        )
        {
            name,
            output,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var backend = BackendCatalog.Create(
                    parsed.GetValue(name)!,
                    options.Threads(parsed)
                );
                var path =
                    parsed.GetValue(output) ?? $"{Folder}/{backend.Name.Replace(':', '-')}.parquet";
                ResultFile.CheckEnding(path);
                var (_, selected) = options.Cases(parsed);
                var runner = new Runner(backend, options.Data(parsed));
                var judge = new Judge(BackendCatalog.Declines);
                var judged = new List<(Verdict Verdict, Result Result)>();
                foreach (var value in selected)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var result = runner.Run(value, cancellation);
                    judged.Add((judge.Verdict(value, result), result));
                }

                var change = Against(path, backend.Name, judged);
                ResultFile.Write(
                    path,
                    new(
                        [.. judged.Select(pair => pair.Result)],
                        new Dictionary<string, IReadOnlyDictionary<string, string>>
                        {
                            [backend.Name] = Environment(backend.Environment),
                        }
                    )
                );
                BaselineText.Write(Path.ChangeExtension(path, ".csv"), judged);
                Verdict[] verdicts = [.. judged.Select(pair => pair.Verdict)];
                var summary = new Summary(verdicts, [backend.Name]);
                if (parsed.GetValue(json))
                {
                    Json.Write(
                        new
                        {
                            path,
                            verdicts = Documents.Of(summary, verdicts, summary.ExitCode),
                            changes = change is null ? null : Documents.Of(change),
                        }
                    );
                }
                else
                {
                    Tell(path, judged, change);
                }

                return Task.FromResult(summary.ExitCode);
            }
        );
        return command;
    }

    /// <summary>What moved against the file that stands there; null where none does.</summary>
    /// <exception cref="InvalidCaseException">Cases would be lost.</exception>
    private static ChangeSummary? Against(
        string path,
        string backend,
        List<(Verdict Verdict, Result Result)> judged
    )
    {
        if (Standing(path, backend) is not { } standing)
        {
            return null;
        }

        var present = judged
            .Where(pair => pair.Result.Status != ResultStatus.Absent)
            .Select(pair => pair.Result.Id)
            .ToHashSet(StringComparer.Ordinal);
        string[] lost = [.. standing.Keys.Where(id => !present.Contains(id))];
        if (lost.Length > 0)
        {
            throw new InvalidCaseException(
                $"{path} has results of {lost.Length} cases that this recording has not, such as '{lost[0]}'; nothing was "
                    + "written. Record all cases, with the real data sets at hand (MLP_DATA), or into another file by --out."
            );
        }

        var differ = new Differ(new Judge(BackendCatalog.Declines));
        return new([
            .. judged.Select(pair =>
                differ.Of(
                    pair.Verdict.Case,
                    standing.GetValueOrDefault(pair.Result.Id),
                    pair.Result
                )
            ),
        ]);
    }

    private static Dictionary<string, Result>? Standing(string path, string backend)
    {
        try
        {
            return File.Exists(path)
                ? ResultFile
                    .Read(path)
                    .Results.Where(result => result.Backend == backend)
                    .ToDictionary(result => result.Id)
                : null;
        }
        catch (InvalidCaseException)
        {
            // Damaged, or of another version: recording anew is what mends it.
            return null;
        }
    }

    // What names the machine would change with every machine, though the numbers do not.
    private static Dictionary<string, string> Environment(
        IReadOnlyDictionary<string, string> environment
    ) =>
        new(environment.Where(entry => entry.Key is "implementation" or "version"))
        {
            ["fixtures"] = Fixtures.Version,
        };

    private static void Tell(
        string path,
        List<(Verdict Verdict, Result Result)> judged,
        ChangeSummary? change
    )
    {
        if (change is not null)
        {
            Changes.Write(change, 0);
        }

        var absent = judged.Count(pair => pair.Result.Status == ResultStatus.Absent);
        Console.WriteLine(
            $"{judged.Count - absent} cases recorded in {path}"
                + (absent == 0 ? "." : $"; {absent} absent, whose data are not here (MLP_DATA).")
        );
        var bad = judged.Count(pair => pair.Verdict.IsBad);
        if (bad > 0)
        {
            Console.WriteLine(
                $"{bad} of them are outside their bounds: a baseline of wrong results."
            );
        }
    }
}
