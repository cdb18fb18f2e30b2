using System.Globalization;
using System.Text.Json;
using static Mlp.Conformance.Reports.PageJson;

namespace Mlp.Conformance.Reports;

/// <summary>Families by backends, how exact two backends are, and what moved.</summary>
internal sealed partial class PageData
{
    // [backend, family, counts by verdict, error/bound, case]
    private void Summary(Utf8JsonWriter json) =>
        List(
            json,
            "summary",
            report.Summary.Rows,
            row =>
            {
                json.WriteStartArray();
                json.WriteNumberValue(Backend(row.Backend));
                Family(json, row.Family);
                Counts(json, row.Counts);
                Share(json, row.WorstId is null ? null : row.WorstRatio);
                Case(json, row.WorstId);
                json.WriteEndArray();
            }
        );

    // [family, cases, high and worst of the left, its case, the same of the right, cases beyond, whether no worse]
    private void Errors(Utf8JsonWriter json)
    {
        json.WritePropertyName("errors");
        Optional(
            json,
            report.Errors,
            pair =>
            {
                json.WriteStartObject();
                json.WriteString("left", pair.Left);
                json.WriteString("right", pair.Right);
                List(
                    json,
                    "rows",
                    pair.Table.Rows,
                    row =>
                    {
                        json.WriteStartArray();
                        Family(json, row.Family);
                        json.WriteNumberValue(row.Cases);
                        Share(json, row.LeftHigh);
                        Share(json, row.LeftWorst);
                        Case(json, row.LeftWorstId);
                        Share(json, row.RightHigh);
                        Share(json, row.RightWorst);
                        Case(json, row.RightWorstId);
                        List(json, null, row.Beyond, id => Case(json, id));
                        json.WriteBooleanValue(row.MeetsAim && row.Beyond.Count == 0);
                        json.WriteEndArray();
                    }
                );
                json.WriteEndObject();
            }
        );
    }

    private void Movement(Utf8JsonWriter json, Movement movement)
    {
        json.WriteStartObject();
        json.WriteString("from", movement.From);
        json.WriteString("source", movement.FromSource);
        json.WriteString("to", movement.To);
        json.WriteNumber("leftOut", movement.LeftOut);
        // [family, counts by change, moved/bound, case]
        List(
            json,
            "rows",
            movement.Changes.Rows,
            row =>
            {
                json.WriteStartArray();
                Family(json, row.Family);
                Counts(json, row.Counts);
                Share(json, row.Farthest?.Share);
                Case(json, row.Farthest?.Case.Id);
                json.WriteEndArray();
            }
        );
        // [case, change, output, index, before, after, moved, moved/bound, error/bound before and after, message]
        List(
            json,
            "movers",
            movement.Changes.Movers,
            change =>
            {
                var worst = change.Message is null ? change.Worst : null;
                json.WriteStartArray();
                Case(json, change.Case.Id);
                json.WriteNumberValue((int)change.Kind);
                Text(json, worst?.Path);
                json.WriteNumberValue(worst?.Index ?? 0);
                json.WriteStringValue(worst?.Before.ToString("G9", CultureInfo.InvariantCulture));
                json.WriteStringValue(worst?.After.ToString("G9", CultureInfo.InvariantCulture));
                Share(json, worst?.Distance);
                Share(json, change.Share);
                Share(json, change.Before?.WorstRatio);
                Share(json, change.After?.WorstRatio);
                Text(json, change.Message);
                json.WriteEndArray();
            }
        );
        List(json, "fresh", movement.Changes.New, id => Case(json, id));
        List(json, "lost", movement.Changes.Lost, id => Case(json, id));
        json.WriteEndObject();
    }
}
