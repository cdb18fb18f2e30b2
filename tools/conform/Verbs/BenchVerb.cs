using System.CommandLine;
using System.Globalization;
using Benchmarks;

namespace Conform.Verbs;

/// <summary><c>conform bench</c>: every speed claim, against ceilings and peers, in one run.</summary>
internal static class BenchVerb
{
    // Beside the source: results are kept with the commit they were measured at.
    public const string StoredResults = "tools/benchmarks/results";

    public static Command Create()
    {
        var only = new Option<string[]>("--only")
        {
            Description = $"Only these, one or more of: {string.Join(", ", WorkList.Names)}.",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };
        var rounds = new Option<int?>("--rounds")
        {
            Description = "Rounds of each race; as many as each usually takes when left out.",
        };
        var output = new Option<string?>("--out")
        {
            Description =
                $"Folder for the results, a JSON file and a page a day; {StoredResults} when left out and there, but for a trial.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the report as JSON in place of the table.",
        };
        var quick = new Option<bool>("--quick")
        {
            Description =
                "A trial in seconds, on drawn data. Its figures say nothing, and replace none that do.",
        };
        var data = DataFolder.OptionWithDownload();
        var peers = new Option<string?>("--peers")
        {
            Description =
                "Folder to write the work of gpu to, for libraries elsewhere: tools/benchmarks/gpu/peers.py trains the same rows.",
        };
        var firstStep = new Option<bool>(FirstStep.Option) { Hidden = true };
        var command = new Command(
            "bench",
            "Measures the native backend against the machine's limits, TorchSharp and ONNX Runtime, in turn in one process, "
                + "and holds the ratios to the goals: exit code 1 when one is missed.\n"
                + "Example: conform bench --only f h --out results"
        )
        {
            only,
            rounds,
            output,
            json,
            quick,
            data,
            peers,
            firstStep,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var options = new BenchOptions(
                    parsed.GetValue(only)!,
                    parsed.GetValue(rounds),
                    parsed.GetValue(quick),
                    parsed.GetValue(data),
                    parsed.GetValue(peers)
                );
                return Task.FromResult(
                    parsed.GetValue(firstStep)
                        ? TakeFirstStep(options, cancellation)
                        : Run(options, parsed.GetValue(output), parsed.GetValue(json), cancellation)
                );
            }
        );
        return command;
    }

    private static int TakeFirstStep(BenchOptions options, CancellationToken cancellation)
    {
        Console.WriteLine(
            FirstStep
                .Here(new Bench(options, cancellation))
                .ToString("F1", CultureInfo.InvariantCulture)
        );
        return 0;
    }

    private static int Run(
        BenchOptions options,
        string? output,
        bool json,
        CancellationToken cancellation
    )
    {
        // Read first: a file that is no report is known before all the work.
        var stored = ResultsFile.ReadAll(output ?? StoredResults, Machine.Here([]));

        // What is told on the way must not stand within the JSON.
        var report = BenchRun.Measure(options, Console.Error.WriteLine, cancellation);
        var falls = Fall.Of(report.Works, stored);
        Console.Write(json ? ResultsFile.ToJson(report) : ResultsPage.Goals(report));
        if (!json)
        {
            foreach (var note in report.Works.SelectMany(work => work.Notes))
            {
                Console.WriteLine(note);
            }
        }

        foreach (var fall in falls)
        {
            Console.Error.WriteLine($"fell by more than 10%: {fall}");
        }

        if (output is not null || (!options.Quick && Directory.Exists(StoredResults)))
        {
            var day = DateOnly.FromDateTime(DateTime.UtcNow);
            Console.Error.WriteLine(
                $"written: {ResultsFile.Write(output ?? StoredResults, report, day)}"
            );
        }

        return Judge.ExitCode(report.AllVerdicts());
    }
}
