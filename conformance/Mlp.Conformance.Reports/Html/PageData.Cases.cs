using System.Globalization;
using System.Text.Json;
using static Mlp.Conformance.Reports.PageJson;

namespace Mlp.Conformance.Reports;

/// <summary>Cases, and what came of each on every backend.</summary>
internal sealed partial class PageData
{
    // A case may have hundreds of outputs, and all may be wrong: three tell what is the matter.
    private const int OutputsShown = 3;

    private void Cases(Utf8JsonWriter json)
    {
        var all = report.Inputs.Cases;
        json.WriteStartObject("cases");
        List(json, "id", all, value => json.WriteStringValue(Short(value.Id)));
        List(json, "family", all, value => Family(json, value.Family));
        List(json, "op", all, value => Text(json, value.Op));
        List(json, "type", all, value => Text(json, value.DType.ToString().ToLowerInvariant()));
        List(json, "source", all, value => Text(json, value.Source));
        List(json, "notes", all, value => Text(json, value.Notes));
        List(json, "tags", all, value => Text(json, string.Join(", ", value.Tags)));
        json.WriteEndObject();
    }

    private void Backends(Utf8JsonWriter json)
    {
        var outcomes = new Numbering<Outcome>(OutcomeJson);
        List(
            json,
            "backends",
            report.Backends,
            backend =>
            {
                json.WriteStartObject();
                json.WriteString("name", backend.Results.Name);
                json.WriteString("source", backend.Results.Source);
                json.WriteStartObject("environment");
                foreach (var (key, value) in backend.Results.Environment)
                {
                    json.WriteString(key, Short(value));
                }

                json.WriteEndObject();
                List(json, "stale", backend.Stale, json.WriteStringValue);
                json.WriteString("command", backend.Results.Command);
                List(
                    json,
                    "outcomes",
                    backend.Outcomes,
                    outcome => json.WriteNumberValue(outcomes.Of(outcome))
                );
                json.WriteEndObject();
            }
        );
        List(
            json,
            "outcomes",
            outcomes.All,
            text => json.WriteRawValue(text, skipInputValidation: true)
        );
        // Ids that a shell does not take as they are.
        json.WriteStartObject("quoted");
        foreach (var (id, index) in cases)
        {
            if (FailureText.Quoted(id) is var quoted && quoted != id)
            {
                json.WriteString(index.ToString(CultureInfo.InvariantCulture), quoted);
            }
        }

        json.WriteEndObject();
    }

    // [verdict, error/bound, ulps, values compared, outputs, message, shown outputs...]
    private string OutcomeJson(Outcome outcome) =>
        Json(json =>
        {
            var verdict = outcome.Verdict;
            json.WriteStartArray();
            json.WriteNumberValue((int)verdict.Kind);
            Share(json, verdict.Compared == 0 ? null : verdict.WorstRatio);
            Share(json, outcome.Ulps);
            json.WriteNumberValue(verdict.Compared);
            json.WriteNumberValue(verdict.Outputs.Count);
            Text(json, verdict.Message);
            foreach (var output in Shown(verdict.Outputs))
            {
                Output(json, output);
            }

            json.WriteEndArray();
        });

    private static IEnumerable<OutputVerdict> Shown(IReadOnlyList<OutputVerdict> outputs)
    {
        OutputVerdict[] failed =
        [
            .. outputs.Where(output => output.Kind == VerdictKind.Failed).Take(OutputsShown),
        ];
        return failed.Length > 0
            ? failed
            : outputs
                .OrderByDescending(output => output.Kind == VerdictKind.Warned)
                .ThenByDescending(output => output.WorstRatio)
                .Take(1);
    }

    // [path, verdict, error/bound, error, bound, policy, expected, actual, first bad index, message]
    private void Output(Utf8JsonWriter json, OutputVerdict output)
    {
        json.WriteStartArray();
        Text(json, output.Path);
        json.WriteNumberValue((int)output.Kind);
        Share(json, output.WorstRatio);
        Share(json, output.Error, "G3");
        Share(json, output.Bound, "G3");
        Text(json, output.Policy);
        json.WriteStringValue(Short(output.Expected));
        if (output.Actual == output.Expected)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(Short(output.Actual));
        }

        if (output.BadIndex is { } bad)
        {
            json.WriteNumberValue(bad);
        }
        else
        {
            json.WriteNullValue();
        }

        Text(json, output.Message);
        json.WriteEndArray();
    }
}
