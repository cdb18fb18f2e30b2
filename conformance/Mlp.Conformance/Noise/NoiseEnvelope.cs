using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// How far apart equally right runs of a training lie: for each output of each trajectory case the largest distance between any two of
/// the plain float32 loop, the same under reversed sums and under 1-ULP input noise, the SIMD paths, and the expectation. Measured by
/// <see cref="NoiseMeasurement"/>, kept in <c>fixtures/noise.jsonl</c>, one line a case.
/// </summary>
public sealed class NoiseEnvelope
{
    /// <summary>A whole fit is warned of when it lies that many envelopes from its expectation.</summary>
    public const double Warning = 3;

    private const string Resource = "fixtures/noise.jsonl";

    private static readonly Lazy<NoiseEnvelope> LazyRecorded = new(ReadRecorded);

    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> cases;

    /// <summary>The envelopes of outputs, by path, of cases, by id.</summary>
    public NoiseEnvelope(IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> cases) =>
        this.cases = cases;

    /// <summary>What was measured of the suite, as it travels inside this assembly.</summary>
    /// <exception cref="InvalidCaseException">The assembly was built with a file that is none.</exception>
    public static NoiseEnvelope Recorded => LazyRecorded.Value;

    /// <summary>Nothing measured: every output is held to the warning of its bound.</summary>
    public static NoiseEnvelope None { get; } =
        new(new Dictionary<string, IReadOnlyDictionary<string, double>>());

    /// <summary>Ids of the cases that were measured.</summary>
    public IEnumerable<string> Ids => cases.Keys;

    /// <summary>The envelope of an output; null where none was measured.</summary>
    public double? Of(string id, string path) =>
        cases.TryGetValue(id, out var outputs) && outputs.TryGetValue(path, out var noise)
            ? noise
            : null;

    /// <summary>The envelopes of a case by path; null where none were measured.</summary>
    public IReadOnlyDictionary<string, double>? Of(string id) => cases.GetValueOrDefault(id);

    /// <summary>These envelopes, and the earlier ones of cases that were not measured.</summary>
    /// <param name="earlier">What stood there.</param>
    /// <param name="stays">Whether a case that was not measured is to stay, by its id.</param>
    public NoiseEnvelope Over(NoiseEnvelope earlier, Func<string, bool> stays)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(stays);
        return new(
            cases
                .Concat(
                    earlier.cases.Where(entry => !cases.ContainsKey(entry.Key) && stays(entry.Key))
                )
                .ToDictionary()
        );
    }

    /// <summary>Reads lines of <c>{"id", "outputs": {path: distance}}</c>.</summary>
    /// <exception cref="InvalidCaseException">A line says something else; the message names file and line.</exception>
    public static NoiseEnvelope Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(JsonLines.ReadText(path).Split('\n'), path);
    }

    /// <summary>Writes the lines in the order of ids, aside and renamed.</summary>
    public void Write(string path) =>
        Aside.Write(
            path,
            Encoding.UTF8.GetBytes(
                string.Concat(
                    cases
                        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                        .Select(entry => Line(entry.Key, entry.Value) + "\n")
                )
            )
        );

    private static string Line(string id, IReadOnlyDictionary<string, double> outputs) =>
        NodeJson.Text(
            Node.Map.Of(
                ("id", id),
                ("outputs", Node.Map.Of(outputs.Select(output => (output.Key, (Node)output.Value))))
            )
        );

    private static NoiseEnvelope Read(IEnumerable<string> lines, string name)
    {
        var cases = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        foreach (
            var (line, number) in lines
                .Select((line, i) => (Text: line, i + 1))
                .Where(line => !string.IsNullOrWhiteSpace(line.Text))
        )
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}");
            var (id, outputs) = JsonLines.ReadLine(line, where, Entry);
            if (!cases.TryAdd(id, outputs))
            {
                throw new InvalidCaseException($"{where}: id '{id}' was measured above already.");
            }
        }

        return new(cases);
    }

    private static (string Id, IReadOnlyDictionary<string, double> Outputs) Entry(
        JsonElement root
    ) =>
        (
            JsonLines.RequiredText(root, "id"),
            (
                JsonLines.Optional(root, "outputs")
                ?? throw new InvalidCaseException("'outputs' is missing.")
            )
                .EnumerateObject()
                .ToDictionary(output => output.Name, output => Distance(output.Name, output.Value))
        );

    private static double Distance(string path, JsonElement element) =>
        NodeJson.ReadNumber(element) is var value && double.IsFinite(value) && value >= 0
            ? value
            : throw new InvalidCaseException(
                $"{path} is {element.GetRawText()}; a distance is finite and not negative."
            );

    private static NoiseEnvelope ReadRecorded()
    {
        using var stream = typeof(NoiseEnvelope).Assembly.GetManifestResourceStream(Resource);
        if (stream is null)
        {
            return None;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(
            reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Resource
        );
    }
}
