using System.Text.Json;

namespace Mlp.Data;

/// <summary>The fields of a JSON object, each asked for once; <see cref="Done"/> refuses what nobody asked for.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, JsonElement> left;
    private readonly string where;

    /// <summary>The fields of an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="where">Its place, for messages: <c>compile.optimizer</c>.</param>
    /// <exception cref="InvalidDataException">It is no object.</exception>
    public Fields(JsonElement element, string where)
    {
        this.where = where;
        left =
            element.ValueKind == JsonValueKind.Object
                ? element.EnumerateObject().ToDictionary(field => field.Name, field => field.Value)
                : throw new InvalidDataException($"'{where}' must be an object.");
    }

    public string Text(string name) =>
        Take(name) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw Wrong(name, "a text");

    public double Number(string name) => AsNumber(Take(name)) ?? throw Wrong(name, "a number");

    /// <summary>A number, or null where the field is missing.</summary>
    public double? OptionalNumber(string name) =>
        left.ContainsKey(name) ? Number(name) : (double?)null;

    public int Integer(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt32(out var value)
            ? value
            : throw Wrong(name, "a whole number");

    /// <summary>A whole number, or null where the field is missing.</summary>
    public int? OptionalInteger(string name) => left.ContainsKey(name) ? Integer(name) : (int?)null;

    public long Long(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var value)
            ? value
            : throw Wrong(name, "a whole number");

    public bool Flag(string name) =>
        Take(name) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => throw Wrong(name, "true or false"),
        };

    public double[] Numbers(string name) =>
        [.. List(name).Select(item => AsNumber(item) ?? throw Wrong(name, "a list of numbers"))];

    public int[] Integers(string name) =>
        [
            .. List(name)
                .Select(item =>
                    item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var value)
                        ? value
                        : throw Wrong(name, "a list of whole numbers")
                ),
        ];

    public string[] Texts(string name) =>
        [
            .. List(name)
                .Select(item =>
                    item.ValueKind == JsonValueKind.String
                        ? item.GetString()!
                        : throw Wrong(name, "a list of texts")
                ),
        ];

    /// <summary>A list of texts, or null where the field is missing.</summary>
    public string[]? OptionalTexts(string name) => left.ContainsKey(name) ? Texts(name) : null;

    public Fields Object(string name) => new(Take(name), $"{where}.{name}");

    public Fields[] Objects(string name) =>
        [.. List(name).Select((item, i) => new Fields(item, $"{where}.{name}[{i}]"))];

    /// <summary>The value under that name, spelt as it is known; a list of names is its own message.</summary>
    public T Known<T>(string name, IReadOnlyDictionary<string, T> known)
    {
        var text = Text(name);
        return known.TryGetValue(text, out var value)
            ? value
            : throw Wrong(name, $"one of {string.Join(", ", known.Keys)}");
    }

    /// <exception cref="InvalidDataException">A field is left that nobody asked for.</exception>
    public void Done()
    {
        if (left.Count > 0)
        {
            throw new InvalidDataException(
                $"'{where}' has a field that is not known: '{left.Keys.First()}'."
            );
        }
    }

    private JsonElement Take(string name) =>
        left.Remove(name, out var value)
            ? value
            : throw new InvalidDataException($"'{where}' lacks the field '{name}'.");

    private JsonElement.ArrayEnumerator List(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray()
            : throw Wrong(name, "a list");

    private InvalidDataException Wrong(string name, string expected) =>
        new($"'{where}.{name}' must be {expected}.");

    // JSON has no word for what is not finite.
    private static double? AsNumber(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.String => element.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => null,
            },
            _ => null,
        };
}
