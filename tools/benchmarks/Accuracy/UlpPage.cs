using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>The result of a sweep as a page.</summary>
internal static class UlpPage
{
    /// <summary>A table with a row a function.</summary>
    public static string Of(
        IEnumerable<(string Function, UlpReport Report)> rows,
        uint stride,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var page = new StringBuilder();
        var which = stride == 1 ? "all 2^32 floats" : $"one in {stride} floats";
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            # exp, log, tanh and sigmoid at {which}

            `dotnet run --project tools/conform -- ulp`; {environment["implementation"]} {environment["version"]}, {environment[
                "instruction_set"
            ]}, against the same in double. All paths give the same bits.

            | function | values | not the nearest float | worst, in units of the last place | at |
            | --- | ---: | ---: | ---: | ---: |

            """
        );
        foreach (var (function, report) in rows)
        {
            page.Append(
                    CultureInfo.InvariantCulture,
                    $"| {function} | {report.Values} | {report.NotNearest} | {report.Worst:F4} | {report.At:R} |"
                )
                .Append('\n');
        }

        return page.ToString();
    }
}
