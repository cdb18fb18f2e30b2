using System.Globalization;
using System.Text;
using System.Text.Json;
using static Mlp.Conformance.Reports.PageJson;

namespace Mlp.Conformance.Reports;

/// <summary>
/// A report as the page's script reads it: columns instead of rows, every text once and named by its number, every outcome once
/// though several backends share it. Numbers have the digits that are shown. -1 stands for an infinite share.
/// </summary>
internal sealed partial class PageData
{
    private readonly Report report;
    private readonly Numbering<string> texts = new(text => text);
    private readonly Dictionary<string, int> cases;
    private readonly string[] families;

    private PageData(Report report)
    {
        this.report = report;
        cases = report
            .Inputs.Cases.Select((value, i) => (value.Id, i))
            .ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        families =
        [
            .. Families.All.Where(
                report
                    .Inputs.Cases.Select(value => value.Family)
                    .ToHashSet(StringComparer.Ordinal)
                    .Contains
            ),
        ];
    }

    /// <summary>The report as JSON without <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and anything beyond ASCII.</summary>
    public static string ToJson(Report report) => new PageData(report).ToJson();

    private string ToJson()
    {
        using var buffer = new MemoryStream();
        // Its own encoder escapes all that means something in HTML.
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("suite", report.Inputs.Suite);
            json.WriteString(
                "made",
                report.Inputs.Made.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
            );
            List(json, "families", families, json.WriteStringValue);
            List(json, "verdicts", Enum.GetValues<VerdictKind>(), kind => Name(json, kind));
            List(json, "changes", Enum.GetValues<ChangeKind>(), kind => Name(json, kind));
            Cases(json);
            Backends(json);
            Summary(json);
            List(json, "uncompared", report.Summary.Uncompared, json.WriteStringValue);
            Errors(json);
            List(json, "devices", report.Devices, movement => Movement(json, movement));
            json.WritePropertyName("drift");
            Optional(json, report.Drift, movement => Movement(json, movement));
            json.WriteString("baseline", report.Inputs.Baseline?.Name);
            List(json, "trainings", report.Trainings, training => Training(json, training));
            List(json, "histories", report.Inputs.Histories, history => History(json, history));
            Mutants(json);
            Speed(json);
            List(
                json,
                "policies",
                Tolerance.Entries.Values,
                entry =>
                {
                    json.WriteStartArray();
                    json.WriteStringValue(entry.Name);
                    json.WriteStringValue(entry.Formula);
                    json.WriteStringValue(entry.Reason);
                    json.WriteEndArray();
                }
            );
            // Last, when all texts have their numbers.
            List(json, "texts", texts.All, json.WriteStringValue);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
