using System.Text.Json;
using static Mlp.Conformance.Reports.PageJson;

namespace Mlp.Conformance.Reports;

/// <summary>Mutants, and times beside those of other libraries.</summary>
internal sealed partial class PageData
{
    // [what it does, family, name, first killing case, its number here, killers, cases]
    private void Mutants(Utf8JsonWriter json)
    {
        json.WritePropertyName("mutants");
        Optional(
            json,
            report.Inputs.Mutants,
            given =>
            {
                json.WriteStartObject();
                json.WriteString("source", given.Source);
                List(
                    json,
                    "rows",
                    given.Value,
                    row =>
                    {
                        json.WriteStartArray();
                        json.WriteStringValue(row.Wrong);
                        json.WriteStringValue(row.Family);
                        json.WriteStringValue(row.Name);
                        json.WriteStringValue(row.First);
                        Case(json, row.First);
                        json.WriteNumberValue(row.Killers);
                        json.WriteNumberValue(row.Cases);
                        json.WriteEndArray();
                    }
                );
                json.WriteEndObject();
            }
        );
    }

    private void Speed(Utf8JsonWriter json)
    {
        json.WritePropertyName("speed");
        Optional(
            json,
            report.Inputs.Speed,
            given =>
            {
                json.WriteStartObject();
                json.WriteString("source", given.Source);
                json.WriteString("machine", given.Value.Machine);
                List(json, "works", given.Value.Works, work => Work(json, work));
                json.WriteEndObject();
            }
        );
    }

    private static void Work(Utf8JsonWriter json, SpeedWork work)
    {
        json.WriteStartObject();
        json.WriteString("title", work.Title);
        json.WriteString("unit", work.Unit);
        json.WriteString("measured", work.Measured);
        List(
            json,
            "times",
            work.Times,
            time =>
            {
                json.WriteStartArray();
                json.WriteStringValue(time.Name);
                Number(json, time.Median, "G6");
                Number(json, time.High, "G6");
                json.WriteEndArray();
            }
        );
        List(
            json,
            "goals",
            work.Goals,
            goal =>
            {
                json.WriteStartArray();
                json.WriteStringValue(goal.Name);
                json.WriteStringValue(goal.Due);
                json.WriteStringValue(goal.Measured);
                json.WriteStringValue(goal.Outcome);
                json.WriteBooleanValue(goal.IsMet);
                json.WriteEndArray();
            }
        );
        json.WriteEndObject();
    }
}
