using System.Globalization;
using System.Text;
using System.Text.Json;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// Results in files. Parquet in long form, one row a tensor: columns case, backend, status, message, name (path), type, shape,
/// values, text; metadata <c>BACKEND/KEY</c> for each environment. Or JSON lines, one object a case and backend:
/// <c>{"id", "backend", "status", "outputs", "message"?}</c>, without environments. The ending chooses.
/// </summary>
public static class ResultFile
{
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
    /// <exception cref="InvalidCaseException">The ending is neither, or an output cannot be written.</exception>
    public static void Write(string path, ResultSet results)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(results);
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
                ".parquet" => ToParquet(present, results.Environments),
                _ => throw CaseFile.Ending(path),
            }
        );
    }

    /// <summary>Refuses a path that ends in neither form.</summary>
    /// <exception cref="InvalidCaseException">It is such a path.</exception>
    public static void CheckEnding(string path)
    {
        if (Path.GetExtension(path) is not (".jsonl" or ".parquet"))
        {
            throw CaseFile.Ending(path);
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

    private static Result Read(JsonElement root)
    {
        try
        {
            return new(
                JsonLines.RequiredText(root, "id"),
                JsonLines.RequiredText(root, "backend"),
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

    private static byte[] ToParquet(
        Result[] results,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> environments
    )
    {
        (Result Result, LeafRow Leaf)[] rows =
        [
            .. results.SelectMany(result =>
                LeafRows.Of(result.Outputs).Select(leaf => (result, leaf))
            ),
        ];
        var metadata = environments
            .SelectMany(backend =>
                backend.Value.Select(entry =>
                    KeyValuePair.Create($"{backend.Key}/{entry.Key}", entry.Value)
                )
            )
            .ToDictionary();
        metadata["format_version"] = CaseFile.FormatVersion.ToString(CultureInfo.InvariantCulture);
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
                        backends[start] ?? throw new InvalidCaseException("'backend' is missing."),
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

        return new(results, Environments(table.Metadata));
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
