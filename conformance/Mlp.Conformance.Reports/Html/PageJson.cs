using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mlp.Conformance.Reports;

/// <summary>JSON as the page has it: short, of the digits that are shown.</summary>
internal static class PageJson
{
    // What a backend says may be of any length.
    private const int LongestText = 1_000;

    public static string Short(string text) =>
        text.Length <= LongestText ? text : text[..LongestText] + "...";

    public static void Name<T>(Utf8JsonWriter json, T kind)
        where T : struct, Enum => json.WriteStringValue(kind.ToString().ToLowerInvariant());

    public static void Counts<T>(Utf8JsonWriter json, IReadOnlyDictionary<T, int> counts)
        where T : struct, Enum =>
        List(
            json,
            null,
            Enum.GetValues<T>(),
            kind => json.WriteNumberValue(counts.GetValueOrDefault(kind))
        );

    public static void Series(Utf8JsonWriter json, IEnumerable<double> values, string format) =>
        List(json, null, values, value => Number(json, value, format));

    /// <summary>A share, or a size, whose infinity means something.</summary>
    public static void Share(Utf8JsonWriter json, double? share, string format = "G5") =>
        Number(
            json,
            share is { } value && double.IsInfinity(value) ? -1 : share ?? double.NaN,
            format
        );

    /// <summary>A number; JSON has no NaN and no infinity.</summary>
    public static void Number(Utf8JsonWriter json, double value, string format)
    {
        if (double.IsFinite(value))
        {
            json.WriteRawValue(
                value.ToString(format, CultureInfo.InvariantCulture),
                skipInputValidation: true
            );
        }
        else
        {
            json.WriteNullValue();
        }
    }

    public static void List<T>(
        Utf8JsonWriter json,
        string? name,
        IEnumerable<T> items,
        Action<T> write
    )
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartArray();
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    public static void Optional<T>(Utf8JsonWriter json, T? value, Action<T> write)
        where T : class
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            write(value);
        }
    }

    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
