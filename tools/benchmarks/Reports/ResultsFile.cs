using System.Text.Json;
using System.Text.Json.Serialization;

namespace Benchmarks;

/// <summary>Reports as JSON, one file a day and processor.</summary>
internal static class ResultsFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The report as JSON text.</summary>
    public static string ToJson(BenchReport report) =>
        JsonSerializer.Serialize(report, Json) + "\n";

    /// <summary>Reads a report.</summary>
    /// <exception cref="InvalidDataException">The file is no report of this version; the message names it.</exception>
    public static BenchReport Read(string path)
    {
        try
        {
            var report = JsonSerializer.Deserialize<BenchReport>(File.ReadAllText(path), Json);
            return report?.Schema == BenchReport.CurrentSchema
                ? report
                : throw new InvalidDataException(
                    $"{path} has schema {report?.Schema}; this version reads {BenchReport.CurrentSchema}. Move the file elsewhere and measure again."
                );
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                Mlp.Data.OneLine.Of(
                    $"{path} is no report of benchmarks ({problem.Message}); move it elsewhere."
                ),
                problem
            );
        }
    }

    /// <summary>The reports of a folder that were measured on such a machine, oldest first; none where there is no folder.</summary>
    /// <exception cref="InvalidDataException">A file is no report.</exception>
    public static IReadOnlyList<BenchReport> ReadAll(string folder, Machine machine) =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder, "*.json")
                    .Order(StringComparer.Ordinal)
                    .Select(Read)
                    .Where(report => report.Machine.IsLike(machine)),
            ];

    /// <summary>
    /// Writes the report as JSON and as a page, and the sweep as a picture. Works of an earlier run of the same day that this run did not
    /// measure, or only as a trial, stay: each names the commit it was measured at.
    /// </summary>
    /// <returns>The page's path.</returns>
    public static string Write(string folder, BenchReport report, DateOnly day)
    {
        Directory.CreateDirectory(folder);
        var name = FormattableString.Invariant($"{day:yyyy-MM-dd}-{report.Machine.FileName}");
        var path = Path.Combine(folder, name + ".json");
        var whole = File.Exists(path) ? report.Over(Read(path)) : report;
        Aside(path, ToJson(whole));
        var picture = whole.Works.Any(work => work.Widths.Count > 0) ? name + "-widths.svg" : null;
        if (picture is not null)
        {
            Aside(
                Path.Combine(folder, picture),
                WidthPlot.Of(whole.Works.First(work => work.Widths.Count > 0).Widths)
            );
        }

        var page = Path.Combine(folder, name + ".md");
        Aside(page, ResultsPage.Of(whole, day, picture));
        return page;
    }

    private static void Aside(string path, string text) =>
        Mlp.Data.Aside.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
}
