using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mlp.Conformance.Reports;

/// <summary>
/// A report as the page's script reads it: columns instead of rows, every text once and named by its number, every outcome once
/// though several backends share it. Numbers have the digits that are shown. -1 stands for an infinite share.
/// </summary>
internal sealed class PageData
{
    // A case may have hundreds of outputs, and all may be wrong: three tell what is the matter.
    private const int OutputsShown = 3;

    // What a backend says may be of any length.
    private const int LongestText = 1_000;

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

    private int Backend(string name)
    {
        for (var i = 0; i < report.Backends.Count; i++)
        {
            if (report.Backends[i].Results.Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void Family(Utf8JsonWriter json, string family) =>
        json.WriteNumberValue(Array.IndexOf(families, family));

    private void Case(Utf8JsonWriter json, string? id)
    {
        if (id is not null && cases.TryGetValue(id, out var index))
        {
            json.WriteNumberValue(index);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private void Text(Utf8JsonWriter json, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(texts.Of(Short(text)));
        }
    }

    private static string Short(string text) =>
        text.Length <= LongestText ? text : text[..LongestText] + "...";

    private static void Name<T>(Utf8JsonWriter json, T kind)
        where T : struct, Enum => json.WriteStringValue(kind.ToString().ToLowerInvariant());

    private static void Counts<T>(Utf8JsonWriter json, IReadOnlyDictionary<T, int> counts)
        where T : struct, Enum =>
        List(
            json,
            null,
            Enum.GetValues<T>(),
            kind => json.WriteNumberValue(counts.GetValueOrDefault(kind))
        );

    private static void Series(Utf8JsonWriter json, IEnumerable<double> values, string format) =>
        List(json, null, values, value => Number(json, value, format));

    // A share, or a size, whose infinity means something.
    private static void Share(Utf8JsonWriter json, double? share, string format = "G5") =>
        Number(
            json,
            share is { } value && double.IsInfinity(value) ? -1 : share ?? double.NaN,
            format
        );

    // JSON has no NaN and no infinity.
    private static void Number(Utf8JsonWriter json, double value, string format)
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

    private static void List<T>(
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

    private static void Optional<T>(Utf8JsonWriter json, T? value, Action<T> write)
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

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Numbers things by what is written of them, equal ones alike.</summary>
    private sealed class Numbering<T>(Func<T, string> write)
    {
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private readonly List<string> all = [];

        public IReadOnlyList<string> All => all;

        public int Of(T value)
        {
            var text = write(value);
            if (!numbers.TryGetValue(text, out var number))
            {
                numbers[text] = number = all.Count;
                all.Add(text);
            }

            return number;
        }
    }
}
