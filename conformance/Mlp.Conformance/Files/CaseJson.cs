using System.Text;
using System.Text.Json;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// Cases as JSON lines, one case a line: <c>{"id", "family", "op", "params", "dtype", "inputs", "expected", "expected64"?,
/// "f32_gap"?, "truth"?, "source", "notes"?, "tags"?, "bounds"?}</c>. Other fields are passed over. A case to be run elsewhere
/// has <c>"outputs"</c>, a list of names, in place of expectations and bounds.
/// </summary>
public static class CaseJson
{
    /// <summary>Reads every case of a file.</summary>
    /// <exception cref="InvalidCaseException">A line is no case, or an id appears twice; the message names file, line and id.</exception>
    public static IReadOnlyList<Case> ReadFile(string path)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var cases = new List<Case>();
        foreach (var (value, line) in JsonLines.Read(path, Read))
        {
            if (!lines.TryAdd(value.Id, line))
            {
                throw new InvalidCaseException(
                    $"{path}, line {line}, id '{value.Id}': the id is taken by line {lines[value.Id]}."
                );
            }

            cases.Add(value);
        }

        return cases;
    }

    /// <summary>Reads one case.</summary>
    /// <exception cref="InvalidCaseException">It is no case.</exception>
    public static Case Read(string line) => JsonLines.ReadLine(line, "case", Read);

    /// <summary>Writes one case as one line, without its end.</summary>
    public static string Write(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return NodeJson.Text(writer => Write(writer, value));
    }

    /// <summary>Writes cases as a file, aside and renamed.</summary>
    public static void WriteFile(string path, IEnumerable<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var text = new StringBuilder();
        foreach (var value in cases)
        {
            text.Append(Write(value)).Append('\n');
        }

        Aside.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static Case Read(JsonElement root)
    {
        var id = JsonLines.RequiredText(root, "id");
        return new()
        {
            Id = id.Length > 0 ? id : throw new InvalidCaseException("'id' is empty."),
            Family = CheckFamily(JsonLines.RequiredText(root, "family")),
            Op = JsonLines.RequiredText(root, "op"),
            Params = Tree(root, "params") ?? Node.Map.Empty,
            DType = TensorValues.Type(JsonLines.RequiredText(root, "dtype")),
            Inputs = Tree(root, "inputs") ?? Node.Map.Empty,
            Expected = Tree(root, "expected") ?? Node.Map.Empty,
            Outputs = JsonLines.Optional(root, "outputs") is { } outputs
                ? Names(outputs, "outputs")
                : null,
            Expected64 = Tree(root, "expected64"),
            F32Gap = JsonLines.Optional(root, "f32_gap") is { } gap
                ? NodeJson.ReadNumber(gap)
                : null,
            Truth = Tree(root, "truth"),
            Source = JsonLines.RequiredText(root, "source"),
            Notes = JsonLines.OptionalText(root, "notes"),
            Tags = JsonLines.Optional(root, "tags") is { } tags ? Names(tags, "tags") : [],
            Bounds = JsonLines.Optional(root, "bounds") is { } bounds ? ReadBounds(bounds) : null,
        };
    }

    /// <summary>The family, if there is one of that name.</summary>
    /// <exception cref="InvalidCaseException">There is none.</exception>
    internal static string CheckFamily(string family) =>
        Families.All.Contains(family)
            ? family
            : throw new InvalidCaseException(
                $"family '{family}' is unknown; known: {string.Join(", ", Families.All)}."
            );

    private static Node.Map? Tree(JsonElement root, string name)
    {
        if (JsonLines.Optional(root, name) is not { } value)
        {
            return null;
        }

        try
        {
            return name == "params" ? NodeJson.ReadMap(value) : NodeJson.ReadTree(value);
        }
        catch (InvalidCaseException exception)
        {
            throw new InvalidCaseException($"{name}: {exception.Message}", exception);
        }
    }

    private static IReadOnlyList<string> Names(JsonElement names, string what) =>
        names.ValueKind == JsonValueKind.Array
        && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : throw new InvalidCaseException($"'{what}' must be a list of strings.");

    private static Dictionary<string, Bound> ReadBounds(JsonElement bounds)
    {
        var result = new Dictionary<string, Bound>(StringComparer.Ordinal);
        foreach (var (path, node) in NodeJson.ReadMap(bounds).Entries)
        {
            var bound = node.AsMap();
            result[path] = Bound.Stated(
                bound["policy"].AsText(),
                BoundValues(bound["fail"]),
                bound.TryGet("warn", out var warn) ? BoundValues(warn) : null
            );
        }

        return result;
    }

    private static Tensor<double> BoundValues(Node node) =>
        node is Node.List list
            ? Tensor.Vector(list.Items.Select(item => item.AsNumber()).ToArray())
            : Tensor.Scalar(node.AsNumber());

    private static void Write(Utf8JsonWriter writer, Case value)
    {
        writer.WriteStartObject();
        writer.WriteString("id", value.Id);
        writer.WriteString("family", value.Family);
        writer.WriteString("op", value.Op);
        WriteTree(writer, "params", value.Params);
        writer.WriteString("dtype", TensorValues.Name(value.DType));
        WriteTree(writer, "inputs", value.Inputs);
        if (value.Outputs is null)
        {
            WriteTree(writer, "expected", value.Expected);
        }
        else
        {
            WriteNames(writer, "outputs", value.Outputs);
        }

        WriteTree(writer, "expected64", value.Expected64);
        if (value.F32Gap is { } gap)
        {
            writer.WritePropertyName("f32_gap");
            NodeJson.WriteNumber(writer, gap);
        }

        writer.WriteString("source", value.Source);
        if (value.Notes is not null)
        {
            writer.WriteString("notes", value.Notes);
        }

        if (value.Tags.Count > 0)
        {
            WriteNames(writer, "tags", value.Tags);
        }

        WriteTree(writer, "truth", value.Truth);
        if (value.Bounds is not null)
        {
            WriteBounds(writer, value.Bounds);
        }

        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, string name, IReadOnlyList<string> names)
    {
        writer.WriteStartArray(name);
        foreach (var value in names)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteTree(Utf8JsonWriter writer, string name, Node.Map? tree)
    {
        if (tree is not null)
        {
            writer.WritePropertyName(name);
            NodeJson.Write(writer, tree);
        }
    }

    private static void WriteBounds(
        Utf8JsonWriter writer,
        IReadOnlyDictionary<string, Bound> bounds
    )
    {
        writer.WriteStartObject("bounds");
        foreach (var (path, bound) in bounds.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(path);
            writer.WriteString("policy", bound.Policy);
            WriteBound(writer, "fail", bound.Fail);
            if (bound.Warn is not null)
            {
                WriteBound(writer, "warn", bound.Warn);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter writer, string name, Tensor<double> values)
    {
        writer.WritePropertyName(name);
        if (values.Rank == 0)
        {
            NodeJson.WriteNumber(writer, values[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var value in values.Values)
        {
            NodeJson.WriteNumber(writer, value);
        }

        writer.WriteEndArray();
    }
}
