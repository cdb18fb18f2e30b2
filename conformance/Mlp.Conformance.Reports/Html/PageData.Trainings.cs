using System.Text.Json;
using static Mlp.Conformance.Reports.PageJson;

namespace Mlp.Conformance.Reports;

/// <summary>Trainings of the suite and those of users, epoch by epoch.</summary>
internal sealed partial class PageData
{
    // A curve that several backends share stands here once.
    private void Training(Utf8JsonWriter json, Training training)
    {
        string[] keys =
        [
            .. training
                .Expected.Keys.Concat(training.Backends.SelectMany(backend => backend.Keys))
                .Distinct(),
        ];
        var curves = new Numbering<IReadOnlyDictionary<string, double[]>>(figures =>
            Json(part =>
            {
                part.WriteStartArray();
                foreach (var key in keys)
                {
                    var values = figures.GetValueOrDefault(key) ?? [];
                    part.WriteStartArray();
                    Series(part, values, "G7");
                    Series(part, Gaps(training.Expected.GetValueOrDefault(key), values), "G2");
                    part.WriteEndArray();
                }

                part.WriteEndArray();
            })
        );
        json.WriteStartObject();
        json.WritePropertyName("case");
        Case(json, training.Case.Id);
        List(json, "keys", keys, key => Text(json, key));
        List(
            json,
            "expected",
            keys,
            key => Series(json, training.Expected.GetValueOrDefault(key) ?? [], "G7")
        );
        List(
            json,
            "backends",
            training.Backends,
            figures => json.WriteNumberValue(figures.Count == 0 ? -1 : curves.Of(figures))
        );
        List(
            json,
            "curves",
            curves.All,
            text => json.WriteRawValue(text, skipInputValidation: true)
        );
        json.WriteEndObject();
    }

    private static double[] Gaps(double[]? expected, double[] values) =>
        expected is null ? [] : [.. expected.Zip(values, (due, value) => Math.Abs(value - due))];

    private static void History(Utf8JsonWriter json, TrainingHistory history)
    {
        json.WriteStartObject();
        json.WriteString("title", Short(history.Title));
        json.WriteString("series", Short(history.Series));
        json.WritePropertyName("epochs");
        Series(json, history.Epochs, "G7");
        json.WriteStartObject("figures");
        foreach (var (key, values) in history.Figures)
        {
            json.WritePropertyName(Short(key));
            Series(json, values, "G7");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
