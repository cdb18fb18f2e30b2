using System.Text;
using System.Text.Json;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>Files of one JSON object a line. Reading takes at most 128 KiB and 256 times the size of the file.</summary>
internal static class JsonLines
{
    private const int MostText = 500;

    /// <summary>Reads every line that is not blank; errors name file, line and, where the line has one, id.</summary>
    /// <exception cref="InvalidCaseException">A line is no object, or <paramref name="read"/> refuses it.</exception>
    public static List<(T Value, int Line)> Read<T>(string path, Func<JsonElement, T> read)
    {
        var values = new List<(T, int)>();
        var number = 0;
        try
        {
            foreach (var line in File.ReadLines(path, Utf8.Strict))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    values.Add((ReadLine(line, $"{path}, line {number}", read), number));
                }
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidCaseException(
                $"{path}, line {number + 1} or soon after: {Utf8.Refusal}.",
                exception
            );
        }

        return values;
    }

    /// <summary>All of a file that is one text.</summary>
    /// <exception cref="InvalidCaseException">It is no UTF-8.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path, Utf8.Strict);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidCaseException($"{path}: {Utf8.Refusal}.", exception);
        }
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="InvalidCaseException">It is no object, or <paramref name="read"/> refuses it.</exception>
    public static T ReadLine<T>(string line, string where, Func<JsonElement, T> read)
    {
        string? id = null;
        try
        {
            using var document = JsonDocument.Parse(line, NodeJson.Reading);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidCaseException(
                    $"Expected an object, found {root.ValueKind.ToString().ToLowerInvariant()}."
                );
            }

            id =
                root.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
            return read(root);
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or InvalidCaseException
                        or InvalidOperationException
                        or FormatException
            )
        {
            var what = exception is JsonException ? "no JSON: " : "";
            var which = id is null ? "" : $", id '{id}'";
            throw new InvalidCaseException(
                $"{where}{which}: {what}{Short(exception.Message)}",
                exception
            );
        }
    }

    // What is wrong may be quoted, and may be as long as the file.
    private static string Short(string message) =>
        message.Length <= MostText ? message : $"{message[..MostText]}...";

    /// <summary>A required string.</summary>
    /// <exception cref="InvalidCaseException">It is missing or no string.</exception>
    public static string RequiredText(JsonElement root, string name) =>
        OptionalText(root, name) ?? throw new InvalidCaseException($"'{name}' is missing.");

    /// <summary>A string, or null where it is left out or null.</summary>
    /// <exception cref="InvalidCaseException">It is something else.</exception>
    public static string? OptionalText(JsonElement root, string name) =>
        Optional(root, name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new InvalidCaseException($"'{name}' is {value.GetRawText()}; it must be a string.");

    /// <summary>A property, or null where it is left out or null.</summary>
    public static JsonElement? Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
