using System.Text.Json;

namespace Mlp.Conformance;

/// <summary>What a file of one shard's results says of the run that it is a part of, so that parts are put together rightly or not at all.</summary>
/// <param name="Shard">Which part it is.</param>
/// <param name="Cases">Hash of the cases of the whole run (<see cref="CaseSet"/>).</param>
/// <param name="Version">Version of the program that ran.</param>
/// <param name="Backends">Names of the backends, in the order of the run.</param>
/// <param name="Positions">The cases of this part, by id, with their places in the whole run, from 0. One without a result was absent.</param>
public sealed record ShardNote(
    Shard Shard,
    string Cases,
    string Version,
    IReadOnlyList<string> Backends,
    IReadOnlyDictionary<string, int> Positions
)
{
    /// <summary>The note of a shard.</summary>
    /// <param name="shard">The part.</param>
    /// <param name="cases">All cases of the run, in its order.</param>
    /// <param name="version">Version of the program that ran.</param>
    /// <param name="backends">Names of the backends, in the order of the run.</param>
    public static ShardNote Of(
        Shard shard,
        IReadOnlyList<Case> cases,
        string version,
        IReadOnlyList<string> backends
    )
    {
        ArgumentNullException.ThrowIfNull(shard);
        var mine = shard.Of(cases).Select(value => value.Id).ToHashSet(StringComparer.Ordinal);
        return new(
            shard,
            CaseSet.Hash(cases),
            version,
            backends,
            cases
                .Select((value, position) => (value.Id, position))
                .Where(pair => mine.Contains(pair.Id))
                .ToDictionary(pair => pair.Id, pair => pair.position)
        );
    }

    /// <summary>The note as JSON, in one line.</summary>
    public string ToJson() =>
        NodeJson.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("shard", Shard.ToString());
            writer.WriteString("cases", Cases);
            writer.WriteString("version", Version);
            writer.WriteStartArray("backends");
            foreach (var backend in Backends)
            {
                writer.WriteStringValue(backend);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("positions");
            foreach (var (id, position) in Positions.OrderBy(entry => entry.Value))
            {
                writer.WriteNumber(id, position);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    /// <summary>Reads a note; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidCaseException">It is none.</exception>
    public static ShardNote Read(string json, string name)
    {
        try
        {
            return JsonLines.ReadLine(
                json,
                $"{name}, note of its shard",
                root => new ShardNote(
                    Shard.Parse(JsonLines.RequiredText(root, "shard")),
                    JsonLines.RequiredText(root, "cases"),
                    JsonLines.RequiredText(root, "version"),
                    [
                        .. Required(root, "backends", JsonValueKind.Array)
                            .EnumerateArray()
                            .Select(Text),
                    ],
                    Required(root, "positions", JsonValueKind.Object)
                        .EnumerateObject()
                        .ToDictionary(entry => entry.Name, entry => Position(entry.Value))
                )
            );
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidCaseException($"{name}, note of its shard: {wrong.Message}", wrong);
        }
    }

    private static JsonElement Required(JsonElement root, string name, JsonValueKind kind) =>
        JsonLines.Optional(root, name) is { } value && value.ValueKind == kind
            ? value
            : throw new InvalidCaseException($"'{name}' is missing, or of another kind.");

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw new InvalidCaseException("'backends' holds something else than names.");

    private static int Position(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number
        && element.TryGetInt32(out var position)
        && position >= 0
            ? position
            : throw new InvalidCaseException(
                $"'positions' holds {element.GetRawText()}; positions are whole numbers from 0."
            );
}
