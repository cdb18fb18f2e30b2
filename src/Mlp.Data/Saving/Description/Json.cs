using System.Globalization;
using System.Text.Json.Nodes;

namespace Mlp.Data;

/// <summary>Values as JSON that reads back as the same values.</summary>
internal static class Json
{
    /// <summary>A number; what is not finite as a text.</summary>
    public static JsonNode Number(double value) =>
        double.IsFinite(value) ? value : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A list.</summary>
    public static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>Adds a number that may be missing.</summary>
    public static void AddOptional(this JsonObject json, string name, double? value)
    {
        if (value is { } number)
        {
            json.Add(name, Number(number));
        }
    }
}
