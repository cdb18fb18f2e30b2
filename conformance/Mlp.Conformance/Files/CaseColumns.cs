namespace Mlp.Conformance;

/// <summary>The columns of the Parquet form, fetched once, and the cases in their rows.</summary>
/// <param name="table">The file.</param>
internal sealed class CaseColumns(ParquetTable table)
{
    private static readonly string[] Roles =
    [
        CaseFile.Input,
        CaseFile.Expected,
        CaseFile.Expected64,
        CaseFile.Truth,
        CaseFile.Output,
    ];

    private readonly string?[] family = table.Texts("family");
    private readonly string?[] op = table.Texts("op");
    private readonly string?[] parameters = table.Texts("params");
    private readonly string?[] dtype = table.Texts("dtype");
    private readonly string?[] tags = table.Texts("tags");
    private readonly string?[] source = table.Texts("source");
    private readonly string?[] notes = table.Texts("notes");
    private readonly double?[] gap = table.Numbers("f32_gap");
    private readonly string?[] role = table.Texts("role");
    private readonly string?[] name = table.Texts("name");
    private readonly string?[] type = table.Texts("type");
    private readonly int[]?[] shape = table.Integers("shape");
    private readonly double[]?[] values = table.Doubles("values");
    private readonly string?[] text = table.Texts("text");
    private readonly string?[] policy = table.Texts("policy");
    private readonly double[]?[] bound = table.Doubles("bound");
    private readonly double[]?[] warn = table.Doubles("warn");

    public string?[] Case { get; } = table.Texts("case");

    public Case Read(string id, int start, int end)
    {
        CheckRoles(start, end);
        return new()
        {
            Id = id,
            Family = CaseJson.CheckFamily(Required(family, start, "family")),
            Op = Required(op, start, "op"),
            Params = NodeJson.Parse(Required(parameters, start, "params")).AsMap(),
            DType = TensorValues.Type(Required(dtype, start, "dtype")),
            Inputs = Tree(CaseFile.Input, start, end) ?? Node.Map.Empty,
            Expected = Tree(CaseFile.Expected, start, end) ?? Node.Map.Empty,
            Outputs = Outputs(start, end),
            Expected64 = Tree(CaseFile.Expected64, start, end),
            F32Gap = gap[start],
            Truth = Tree(CaseFile.Truth, start, end),
            Source = Required(source, start, "source"),
            Notes = notes[start],
            Tags = [.. NodeJson.Parse(tags[start] ?? "[]").AsList().Select(tag => tag.AsText())],
            Bounds = Bounds(start, end),
        };
    }

    private static string Required(string?[] column, int row, string name) =>
        column[row] ?? throw new InvalidCaseException($"'{name}' is missing.");

    // A row of a role that nobody asks for would be lost unseen.
    private void CheckRoles(int start, int end)
    {
        for (var row = start; row < end; row++)
        {
            if (!Roles.Contains(role[row]))
            {
                throw new InvalidCaseException(
                    $"role '{role[row]}' is unknown; known: {string.Join(", ", Roles)}."
                );
            }
        }
    }

    private string[]? Outputs(int start, int end)
    {
        string[] names =
        [
            .. Enumerable
                .Range(start, end - start)
                .Where(row => role[row] == CaseFile.Output)
                .Select(row => Required(name, row, "name")),
        ];
        return names.Length == 0 ? null : names;
    }

    private Node.Map? Tree(string wanted, int start, int end)
    {
        int[] rows = [.. Enumerable.Range(start, end - start).Where(row => role[row] == wanted)];
        return rows.Length == 0
            ? null
            : LeafRows.Tree(
                rows.Select(row => new LeafRow(
                    name[row] ?? "",
                    Required(type, row, "type"),
                    shape[row],
                    values[row],
                    text[row]
                ))
            );
    }

    private Dictionary<string, Bound>? Bounds(int start, int end)
    {
        var bounds = new Dictionary<string, Bound>(StringComparer.Ordinal);
        for (var row = start; row < end; row++)
        {
            if (role[row] == CaseFile.Expected && policy[row] is { } entry)
            {
                bounds[name[row] ?? ""] = Bound.Stated(
                    entry,
                    Values(bound[row])
                        ?? throw new InvalidCaseException(
                            $"{name[row]} has a policy without a bound."
                        ),
                    Values(warn[row])
                );
            }
        }

        return bounds.Count == 0 ? null : bounds;
    }

    // One value stands for all elements.
    private static Tensor<double>? Values(double[]? values) =>
        values switch
        {
            null => null,
            [var one] => Tensor.Scalar(one),
            _ => Tensor.Vector(values),
        };
}
