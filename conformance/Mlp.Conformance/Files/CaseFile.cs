using System.Globalization;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// Cases in files: JSON lines (<see cref="CaseJson"/>), or Parquet in long form, one row a tensor. Its columns: case, family,
/// op, params (JSON), dtype, tags (JSON), source, notes, f32_gap, role (input, expected, expected64, truth, output), name (path), type,
/// shape (list), values (list), text, and on expected rows policy, bound (list: one value for all, or one an element) and warn.
/// </summary>
public static class CaseFile
{
    /// <summary>The version of the Parquet form that is written, and the newest that is read.</summary>
    public const int FormatVersion = 1;

    internal const string Input = "input";
    internal const string Expected = "expected";
    internal const string Expected64 = "expected64";
    internal const string Truth = "truth";
    internal const string Output = "output";

    /// <summary>
    /// Reads a <c>.parquet</c> or <c>.jsonl</c> file, or every such file of a folder and its folders, in the order of their
    /// names; with a <c>manifest.json</c> in the folder, hashes are checked.
    /// </summary>
    /// <exception cref="InvalidCaseException">A file does not say what it must, or two cases have the same id.</exception>
    public static IReadOnlyList<Case> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Directory.Exists(path))
        {
            return ReadFile(path);
        }

        string[] files =
        [
            .. Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file =>
                    file.EndsWith(".parquet", StringComparison.Ordinal)
                    || file.EndsWith(".jsonl", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
        {
            throw new InvalidCaseException($"{path} holds no .parquet and no .jsonl file.");
        }

        var manifestPath = Path.Combine(path, "manifest.json");
        var manifest = File.Exists(manifestPath)
            ? Manifest.Read(JsonLines.ReadText(manifestPath), manifestPath)
            : null;
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var cases = new List<Case>();
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(path, file).Replace('\\', '/');
            manifest?.Check(name, File.ReadAllBytes(file));
            foreach (var value in ReadFile(file))
            {
                if (!owners.TryAdd(value.Id, file))
                {
                    throw new InvalidCaseException(
                        $"{file}: id '{value.Id}' is taken by a case of {owners[value.Id]}."
                    );
                }

                cases.Add(value);
            }
        }

        manifest?.CheckCases(cases);
        return cases;
    }

    /// <summary>Writes <c>.parquet</c> or <c>.jsonl</c>, aside and renamed. The same cases give the same bytes.</summary>
    /// <param name="path">Where to; the ending chooses the form.</param>
    /// <param name="suite">Name of the suite, kept in the metadata of Parquet.</param>
    /// <param name="cases">The cases, in the order in which they will be read.</param>
    public static void Write(string path, string suite, IReadOnlyList<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(path);
        switch (Path.GetExtension(path))
        {
            case ".jsonl":
                CaseJson.WriteFile(path, cases);
                break;
            case ".parquet":
                Aside.Write(path, ToParquet(suite, cases));
                break;
            default:
                throw Ending(path);
        }
    }

    /// <summary>The bytes of the Parquet form.</summary>
    /// <exception cref="InvalidCaseException">A case cannot be written so: a name with a slash, a whole number beyond 2^53, an id twice.</exception>
    public static byte[] ToParquet(string suite, IReadOnlyList<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(cases);
        var twice = cases.GroupBy(value => value.Id).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new InvalidCaseException($"Id '{twice.Key}' is given to {twice.Count()} cases.");
        }

        (Case Case, string Role, LeafRow Leaf, Bound? Bound)[] rows =
        [
            .. cases.SelectMany(value =>
                Leaves(value)
                    .Select(row =>
                        (value, row.Role, row.Leaf, BoundOf(value, row.Role, row.Leaf.Name))
                    )
            ),
        ];
        return ParquetTable.Write(
            new Dictionary<string, string>
            {
                ["format_version"] = FormatVersion.ToString(CultureInfo.InvariantCulture),
                ["suite"] = suite,
            },
            Texts("case", row => row.Case.Id),
            Texts("family", row => row.Case.Family),
            Texts("op", row => row.Case.Op),
            PerCase("params", value => NodeJson.Text(value.Params)),
            Texts("dtype", row => TensorValues.Name(row.Case.DType)),
            PerCase("tags", value => NodeJson.Text(TagList(value.Tags))),
            Texts("source", row => row.Case.Source),
            Texts("notes", row => row.Case.Notes),
            ("f32_gap", rows.Select(row => row.Case.F32Gap).ToArray()),
            Texts("role", row => row.Role),
            Texts("name", row => row.Leaf.Name),
            Texts("type", row => row.Leaf.Type),
            ("shape", rows.Select(row => row.Leaf.Shape).ToArray()),
            ("values", rows.Select(row => row.Leaf.Values).ToArray()),
            Texts("text", row => row.Leaf.Text),
            Texts("policy", row => row.Bound?.Policy),
            ("bound", rows.Select(row => row.Bound?.Fail.Values.ToArray()).ToArray()),
            ("warn", rows.Select(row => row.Bound?.Warn?.Values.ToArray()).ToArray())
        );

        (string, Array) Texts(
            string name,
            Func<(Case Case, string Role, LeafRow Leaf, Bound? Bound), string?> text
        ) => (name, rows.Select(text).ToArray());

        // Written out once a case, not once a row.
        (string, Array) PerCase(string name, Func<Case, string> text)
        {
            var texts = cases.ToDictionary(value => value.Id, text);
            return (name, rows.Select(row => (string?)texts[row.Case.Id]).ToArray());
        }
    }

    /// <summary>Reads the bytes of the Parquet form; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidCaseException">They do not say what they must.</exception>
    public static IReadOnlyList<Case> FromParquet(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var table = ParquetTable.Read(bytes, name);
        CheckVersion(table, "cases");
        var columns = new CaseColumns(table);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var cases = new List<Case>();
        for (var start = 0; start < table.Rows; )
        {
            var id = columns.Case[start];
            var end = start + 1;
            while (end < table.Rows && columns.Case[end] == id)
            {
                end++;
            }

            if (string.IsNullOrEmpty(id) || !seen.Add(id))
            {
                throw new InvalidCaseException(
                    $"{name}, row {start}: id '{id}' is empty or taken by an earlier case."
                );
            }

            try
            {
                cases.Add(columns.Read(id, start, end));
            }
            catch (InvalidCaseException exception)
            {
                throw new InvalidCaseException(
                    $"{name}, row {start}, id '{id}': {exception.Message}",
                    exception
                );
            }

            start = end;
        }

        return cases;
    }

    /// <summary>Refuses a table of a newer form, or of none.</summary>
    /// <exception cref="InvalidCaseException">It is one.</exception>
    internal static void CheckVersion(ParquetTable table, string what)
    {
        if (
            !table.Metadata.TryGetValue("format_version", out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        )
        {
            throw new InvalidCaseException(
                $"{table.Name} is no file of {what}: its metadata has no format_version."
            );
        }

        if (version > FormatVersion)
        {
            throw new InvalidCaseException(
                $"{table.Name} has format version {version}; this program reads up to {FormatVersion}. Take a newer program."
            );
        }
    }

    /// <summary>The exception for a path with another ending.</summary>
    internal static InvalidCaseException Ending(string path) =>
        new($"{path} ends neither in .parquet nor in .jsonl.");

    private static IReadOnlyList<Case> ReadFile(string path) =>
        Path.GetExtension(path) switch
        {
            ".jsonl" => CaseJson.ReadFile(path),
            ".parquet" => FromParquet(File.ReadAllBytes(path), path),
            _ => throw Ending(path),
        };

    // An output that is asked for has a name and nothing else.
    private static IEnumerable<(string Role, LeafRow Leaf)> Leaves(Case value) =>
        Trees(value)
            .SelectMany(tree => LeafRows.Of(tree.Tree).Select(leaf => (tree.Role, leaf)))
            .Concat(
                (value.Outputs ?? []).Select(name =>
                    (Output, new LeafRow(name, "any", null, null, null))
                )
            );

    private static IEnumerable<(string Role, Node.Map Tree)> Trees(Case value)
    {
        yield return (Input, value.Inputs);
        if (value.Outputs is null)
        {
            yield return (Expected, value.Expected);
        }

        if (value.Expected64 is not null)
        {
            yield return (Expected64, value.Expected64);
        }

        if (value.Truth is not null)
        {
            yield return (Truth, value.Truth);
        }
    }

    private static Bound? BoundOf(Case value, string role, string path) =>
        role == Expected && value.Bounds is not null ? value.Bounds.GetValueOrDefault(path) : null;

    private static Node.List TagList(IEnumerable<string> tags) =>
        new([.. tags.Select(tag => (Node)tag)]);
}
