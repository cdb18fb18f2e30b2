using System.CommandLine;
using Conform.Reports;
using Mlp.Conformance;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform errors</c>: whether one backend computes as exactly as another, in float32 against float64.</summary>
internal static class ErrorsVerb
{
    public static Command Create()
    {
        var left = new Argument<string>("left")
        {
            Description = "Backend or file of results that must be no worse.",
            DefaultValueFactory = _ => "cpu",
        };
        var right = new Argument<string>("right")
        {
            Description = "Backend or file of results that it is measured by.",
            DefaultValueFactory = _ => "torch:cpu",
        };
        var json = Json.Option();
        var options = new CaseOptions();
        var command = new Command(
            "errors",
            "Per family: 99th percentile and worst of error/bound of two backends in float32, and the cases in which the "
                + "first is off by more than twice the second and the warning bound.\n"
                + "Exit codes: 0 the first is no worse (99th percentile at most that of the second + 0.05, and no such case); "
                + "1 it is; 2 bad input; 3 nothing compared.\nExample: conform errors cpu torch:cpu"
        )
        {
            left,
            right,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var (all, selected) = options.Cases(parsed);
                var first = options.Open(parsed, parsed.GetValue(left)!, all);
                var second = options.Open(parsed, parsed.GetValue(right)!, all);
                Answers.CheckTwo(first, second);
                var table = new ErrorTable(
                    new Judge(BackendCatalog.Declines),
                    selected.Select(value =>
                    {
                        cancellation.ThrowIfCancellationRequested();
                        return (value, first.Of(value), second.Of(value));
                    })
                );
                if (parsed.GetValue(json))
                {
                    Json.Write(
                        new
                        {
                            table.ExitCode,
                            left = first.Name,
                            right = second.Name,
                            families = table.Rows,
                        }
                    );
                    return Task.FromResult(table.ExitCode);
                }

                AnsiConsole.Write(Errors.Of(table, first.Name, second.Name));
                foreach (
                    var (family, id) in table.Rows.SelectMany(row =>
                        row.Beyond.Select(id => (row.Family, id))
                    )
                )
                {
                    Console.WriteLine(
                        $"{family}: {id}: error({first.Name}) > 2*error({second.Name}) + warning bound"
                    );
                }

                return Task.FromResult(table.ExitCode);
            }
        );
        return command;
    }
}
