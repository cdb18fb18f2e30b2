using System.CommandLine;
using Conform.Reports;
using Mlp.Conformance;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform diff</c>: what moved from one set of results to another.</summary>
internal static class DiffVerb
{
    public static Command Create()
    {
        var before = new Argument<string>("before")
        {
            Description =
                "Results to start from: a file, FILE@BACKEND, or a backend, which is run.",
        };
        var after = new Argument<string>("after")
        {
            Description = "Results to go to, of either kind.",
        };
        var movers = new Option<int>("--movers")
        {
            Description = "How many of the cases that moved are listed; 0 for all.",
            DefaultValueFactory = _ => 20,
        };
        var json = Json.Option();
        var options = new CaseOptions();
        var command = new Command(
            "diff",
            "Says of every case whether it is equal, moved inside noise, drifted or broke; largest movers first.\n"
                + "Exit codes: 0 all equal or inside; 1 something drifted, broke or is lost; 2 bad input; 3 nothing compared.\n"
                + "Example: conform diff fixtures/baseline/cpu.parquet cpu"
        )
        {
            before,
            after,
            movers,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var (all, selected) = options.Cases(parsed);
                var first = options.Open(parsed, parsed.GetValue(before)!, all);
                var second = options.Open(parsed, parsed.GetValue(after)!, all);
                Answers.CheckTwo(first, second);
                var differ = new Differ(new Judge(BackendCatalog.Declines));
                var changes = new List<Change>();
                foreach (var value in selected)
                {
                    cancellation.ThrowIfCancellationRequested();
                    changes.Add(differ.Of(value, first.Of(value), second.Of(value)));
                }

                var summary = new ChangeSummary(changes);
                if (parsed.GetValue(json))
                {
                    Json.Write(Documents.Of(summary));
                }
                else
                {
                    Changes.Write(summary, parsed.GetValue(movers));
                }

                return Task.FromResult(summary.ExitCode);
            }
        );
        return command;
    }
}
