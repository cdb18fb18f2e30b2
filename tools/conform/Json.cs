using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mlp;

namespace Conform;

/// <summary>
/// <c>--json</c>: one document on standard output in place of what people read. Names are camel case; a number that JSON has none for is
/// the string <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>, as in cases.
/// </summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Read by programs, not by browsers: names of classes stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Lines) { WriteIndented = true };

    /// <summary>The option, for a command.</summary>
    public static Option<bool> Option() =>
        new("--json") { Description = "Print one JSON document, for scripts." };

    /// <summary>Figures of an epoch or of an evaluation, by their names.</summary>
    public static IReadOnlyDictionary<string, double> Of(Logs logs) =>
        logs.ToDictionary(log => log.Key, log => log.Value);

    /// <summary>Prints a document.</summary>
    public static void Write(object document) =>
        Console.WriteLine(JsonSerializer.Serialize(document, Indented));

    /// <summary>Prints a document of many, on a line of its own.</summary>
    public static void WriteLine(object document) =>
        Console.WriteLine(JsonSerializer.Serialize(document, Lines));
}
