using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// Results in files. Parquet in long form, one row a tensor: columns case, backend, status, message, name (path), type, shape,
/// values, text; metadata <c>BACKEND/KEY</c> for each environment, and <c>shard</c> where it is a part of a run. Or JSON lines, one object a case and backend:
/// <c>{"id", "backend", "status", "outputs", "message"?}</c>, without environments. The ending chooses.
/// </summary>
public static class ResultFile
{
    // Without a slash: not of one backend.
    private const string ShardKey = "shard";

    /// <summary>Reads <c>.parquet</c> or <c>.jsonl</c>.</summary>
    /// <exception cref="InvalidCaseException">The file does not say what it must, or has two results of a case and backend; the message names file and line.</exception>
    public static ResultSet Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var set = Path.GetExtension(path) switch
        {
            ".jsonl" => new ResultSet(
                [.. JsonLines.Read(path, Read).Select(line => line.Value)],
                new Dictionary<string, IReadOnlyDictionary<string, string>>()
            ),
            ".parquet" => FromParquet(ParquetTable.Read(File.ReadAllBytes(path), path)),
            _ => throw CaseFile.Ending(path),
        };
        var twice = set
            .Results.GroupBy(result => (result.Id, result.Backend))
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? set
            : throw new InvalidCaseException(
                $"{path}: id '{twice.Key.Id}' has {twice.Count()} results of backend '{twice.Key.Backend}'."
            );
    }

    /// <summary>Writes <c>.parquet</c> or <c>.jsonl</c>, aside and renamed. Absent results are left out.</summary>
    /// <exception cref="InvalidCaseException">The ending is neither, an output cannot be written, or a shard is to go into JSON lines.</exception>
    public static void Write(string path, ResultSet results)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(results);
        CheckEnding(path, results.Shard is not null);
        Result[] present =
        [
            .. results.Results.Where(result => result.Status != ResultStatus.Absent),
        ];
        Aside.Write(
            path,
            Path.GetExtension(path) switch
            {
                ".jsonl" => Encoding.UTF8.GetBytes(
                    string.Concat(present.Select(result => ToJson(result) + "\n"))
                ),
                ".parquet" => ToParquet(present, results),
                _ => throw CaseFile.Ending(path),
            }
        );
    }

    /// <summary>Refuses a path that ends in neither form.</summary>
    /// <param name="path">The path.</param>
    /// <param name="shard">Whether the results are those of a part of a run.</param>
    /// <exception cref="InvalidCaseException">It is such a path, or JSON lines, for a part: they have no place for its note.</exception>
    public static void CheckEnding(string path, bool shard = false)
    {
        if (Path.GetExtension(path) is not (".jsonl" or ".parquet"))
        {
            throw CaseFile.Ending(path);
        }

        if (shard && Path.GetExtension(path) != ".parquet")
        {
            throw new InvalidCaseException(
                $"{path} cannot hold a shard: JSON lines have no place to say which one it is. Name a .parquet file."
            );
        }
    }

    /// <summary>One result as one line of JSON, without its end.</summary>
    public static string ToJson(Result result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return NodeJson.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", result.Id);
            writer.WriteString("backend", result.Backend);
            writer.WriteString("status", Name(result.Status));
            writer.WritePropertyName("outputs");
            NodeJson.Write(writer, result.Outputs);
            if (result.Message is not null)
            {
                writer.WriteString("message", result.Message);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Reads one result from one line of JSON, as <see cref="ToJson"/> writes it; an absent one too.</summary>
    /// <param name="line">The line.</param>
    /// <param name="where">Where it is from, for messages.</param>
    /// <exception cref="InvalidCaseException">It is no result.</exception>
    public static Result FromJson(string line, string where) =>
        JsonLines.ReadLine(
            line,
            where,
            root =>
                JsonLines.RequiredText(root, "status") == Name(ResultStatus.Absent)
                    ? new(
                        JsonLines.RequiredText(root, "id"),
                        JsonLines.RequiredText(root, "backend"),
                        ResultStatus.Absent,
                        Node.Map.Empty,
                        JsonLines.OptionalText(root, "message")
                    )
                    : Read(root)
        );

    private static Result Read(JsonElement root)
    {
        try
        {
            return new(
                JsonLines.RequiredText(root, "id"),
                Backend(JsonLines.RequiredText(root, "backend")),
                Status(JsonLines.RequiredText(root, "status")),
                JsonLines.Optional(root, "outputs") is { } outputs
                    ? NodeJson.ReadTree(outputs)
                    : Node.Map.Empty,
                JsonLines.OptionalText(root, "message")
            );
        }
        catch (InvalidCaseException exception)
        {
            throw new InvalidCaseException($"no result: {exception.Message}", exception);
        }
    }

    private static byte[] ToParquet(Result[] results, ResultSet set)
    {
        (Result Result, LeafRow Leaf)[] rows =
        [
            .. results.SelectMany(result =>
                LeafRows.Of(result.Outputs).Select(leaf => (result, leaf))
            ),
        ];
        var metadata = set
            .Environments.SelectMany(backend =>
                backend.Value.Select(entry =>
                    KeyValuePair.Create($"{backend.Key}/{entry.Key}", entry.Value)
                )
            )
            .ToDictionary();
        metadata["format_version"] = CaseFile.FormatVersion.ToString(CultureInfo.InvariantCulture);
        if (set.Shard is not null)
        {
            metadata[ShardKey] = set.Shard.ToJson();
        }

        return ParquetTable.WriteSmall(
            metadata,
            Texts("case", row => row.Result.Id),
            Texts("backend", row => row.Result.Backend),
            Texts("status", row => Name(row.Result.Status)),
            Texts("message", row => row.Result.Message),
            Texts("name", row => row.Leaf.Name),
            Texts("type", row => row.Leaf.Type),
            ("shape", rows.Select(row => row.Leaf.Shape).ToArray()),
            ("values", rows.Select(row => row.Leaf.Values).ToArray()),
            Texts("text", row => row.Leaf.Text)
        );

        (string, Array) Texts(string name, Func<(Result Result, LeafRow Leaf), string?> text) =>
            (name, rows.Select(text).ToArray());
    }

    private static ResultSet FromParquet(ParquetTable table)
    {
        CaseFile.CheckVersion(table, "results");
        var (ids, backends) = (table.Texts("case"), table.Texts("backend"));
        var (statuses, messages) = (table.Texts("status"), table.Texts("message"));
        var (names, types) = (table.Texts("name"), table.Texts("type"));
        var (shapes, values) = (table.Integers("shape"), table.Doubles("values"));
        var texts = table.Texts("text");
        var results = new List<Result>();
        for (var start = 0; start < table.Rows; )
        {
            var end = start + 1;
            while (end < table.Rows && ids[end] == ids[start] && backends[end] == backends[start])
            {
                end++;
            }

            try
            {
                results.Add(
                    new(
                        ids[start] ?? throw new InvalidCaseException("'case' is missing."),
                        Backend(
                            backends[start]
                                ?? throw new InvalidCaseException("'backend' is missing.")
                        ),
                        Status(statuses[start] ?? "missing"),
                        LeafRows.Tree(
                            Enumerable
                                .Range(start, end - start)
                                .Select(row => new LeafRow(
                                    names[row] ?? "",
                                    types[row] ?? "missing",
                                    shapes[row],
                                    values[row],
                                    texts[row]
                                ))
                        ),
                        messages[start]
                    )
                );
            }
            catch (InvalidCaseException exception)
            {
                throw new InvalidCaseException(
                    $"{table.Name}, row {start}, id '{ids[start]}': {exception.Message}",
                    exception
                );
            }

            start = end;
        }

        return new(results, Environments(table.Metadata))
        {
            Shard = table.Metadata.TryGetValue(ShardKey, out var note)
                ? ShardNote.Read(note, table.Name)
                : null,
        };
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Environments(
        IReadOnlyDictionary<string, string> metadata
    ) =>
        metadata
            .Select(entry =>
                (Cut: entry.Key.IndexOf('/', StringComparison.Ordinal), entry.Key, entry.Value)
            )
            .Where(entry => entry.Cut > 0)
            .GroupBy(entry => entry.Key[..entry.Cut])
            .ToDictionary(
                backend => backend.Key,
                backend =>
                    (IReadOnlyDictionary<string, string>)
                        backend.ToDictionary(
                            entry => entry.Key[(entry.Cut + 1)..],
                            entry => entry.Value
                        )
            );

    private static string Backend(string name) =>
        name.Length > 0 ? name : throw new InvalidCaseException("'backend' is empty.");

    private static string Name(ResultStatus status) => status.ToString().ToLowerInvariant();

    private static ResultStatus Status(string name) =>
        name switch
        {
            "ok" => ResultStatus.Ok,
            "unsupported" => ResultStatus.Unsupported,
            "error" => ResultStatus.Error,
            _ => throw new InvalidCaseException(
                $"status '{name}' is unknown; known: ok, unsupported, error."
            ),
        };
}
