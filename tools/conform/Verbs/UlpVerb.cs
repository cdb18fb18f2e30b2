using System.CommandLine;
using System.Text;
using Benchmarks;
using Mlp.Data;
using Mlp.Native;

namespace Conform.Verbs;

/// <summary><c>conform ulp</c>: the elementary functions at every float.</summary>
internal static class UlpVerb
{
    private const double Most = 1;

    public static Command Create()
    {
        var stride = new Option<uint>("--stride")
        {
            Description = "Looks at every so many bit patterns only: a trial. 1 takes all 2^32.",
            DefaultValueFactory = _ => 1,
        };
        var output = new Option<string?>("--out") { Description = "File to write the table to." };
        var json = Json.Option();
        var command = new Command(
            "ulp",
            "Computes exp, log, tanh and sigmoid of the native backend at every float there is, and holds each value to 1 unit in "
                + "the last place of the truth: exit code 1 when one is farther off. Takes some minutes.\n"
                + "Example: conform ulp --out tools/benchmarks/results/ulp.md"
        )
        {
            stride,
            output,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(stride),
                        parsed.GetValue(output),
                        parsed.GetValue(json),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(uint stride, string? output, bool json, CancellationToken cancellation)
    {
        if (stride == 0)
        {
            throw new ArgumentException("--stride 0 was given; it must be 1 or more.");
        }

        var rows = new List<(string Function, UlpReport Report)>();
        foreach (var function in EveryFloat.Functions)
        {
            rows.Add((function.Name, function.Sweep(stride, cancellation)));
            Console.Error.WriteLine($"{function.Name}: {rows[^1].Report}");
        }

        var page = UlpPage.Of(rows, stride, new CpuBackend().Environment);
        if (json)
        {
            Json.Write(
                rows.Select(row => new
                {
                    row.Function,
                    row.Report.Values,
                    row.Report.NotNearest,
                    row.Report.Worst,
                    row.Report.At,
                })
            );
        }
        else
        {
            Console.Write(page);
        }

        if (output is not null)
        {
            Aside.Write(output, Encoding.UTF8.GetBytes(page));
        }

        return rows.TrueForAll(row => row.Report.Worst <= Most) ? 0 : 1;
    }
}
