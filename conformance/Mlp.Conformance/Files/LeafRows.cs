using System.Globalization;

namespace Mlp.Conformance;

/// <summary>One row of the long form: a leaf of a tree, or the mark that a path is a list.</summary>
/// <param name="Name">Path of the leaf.</param>
/// <param name="Type">A tensor's type, or <c>number</c>, <c>text</c>, <c>flag</c>, <c>null</c>, <c>list</c> (its items follow) or <c>map</c> (empty).</param>
/// <param name="Shape">Shape of a tensor.</param>
/// <param name="Values">Values of a tensor, or one of a number or flag.</param>
/// <param name="Text">A text.</param>
internal readonly record struct LeafRow(
    string Name,
    string Type,
    int[]? Shape,
    double[]? Values,
    string? Text
);

/// <summary>Trees as rows, and back.</summary>
internal static class LeafRows
{
    // As deep as JSON is read.
    private const int MostNames = 64;

    /// <summary>The rows of a tree, in order. Every list has a row of its own before its items, since a map may have the names 0, 1, ... too.</summary>
    /// <exception cref="InvalidCaseException">A name holds a slash, or a value does not fit a double.</exception>
    public static IEnumerable<LeafRow> Of(Node node) => Of(node, "");

    /// <summary>Refuses a tree with a name that cannot be part of a path: two leaves might have the same.</summary>
    /// <exception cref="InvalidCaseException">There is one.</exception>
    public static void CheckNames(Node node)
    {
        foreach (var (name, value) in node is Node.Map map ? map.Entries : [])
        {
            CheckName(name);
            CheckNames(value);
        }

        foreach (var item in node is Node.List list ? list.Items : [])
        {
            CheckNames(item);
        }
    }

    /// <summary>The tree of such rows.</summary>
    /// <exception cref="InvalidCaseException">They do not make one.</exception>
    public static Node.Map Tree(IEnumerable<LeafRow> rows)
    {
        var root = new Branch();
        foreach (var row in rows)
        {
            // The row of a tree without leaves.
            if (row is { Name.Length: 0, Type: "map" })
            {
                continue;
            }

            var path = row.Name.Split('/');
            if (path.Length > MostNames)
            {
                throw new InvalidCaseException(
                    $"A path has {path.Length} names; at most {MostNames} are read."
                );
            }

            root.Add(path, row);
        }

        return (Node.Map)root.ToNode();
    }

    private static IEnumerable<LeafRow> Of(Node node, string path)
    {
        switch (node)
        {
            case Node.Map { Entries.Count: > 0 } map:
                return map.Entries.SelectMany(entry =>
                    Of(entry.Value, Join(path, CheckName(entry.Key)))
                );
            case Node.List list:
                return list
                    .Items.SelectMany(
                        (item, i) => Of(item, Join(path, i.ToString(CultureInfo.InvariantCulture)))
                    )
                    .Prepend(new(path, "list", null, null, null));
            default:
                return [Leaf(node, path)];
        }
    }

    private static string CheckName(string name) =>
        name.Length > 0 && !name.Contains('/', StringComparison.Ordinal)
            ? name
            : throw new InvalidCaseException(
                $"The name '{name}' is empty or holds a slash, which separates names in paths."
            );

    private static string Join(string path, string name) =>
        path.Length == 0 ? name : $"{path}/{name}";

    private static LeafRow Leaf(Node node, string path) =>
        node switch
        {
            Node.OfTensor { Value: var tensor } => new(
                path,
                TensorValues.Name(tensor.Type),
                [.. tensor.Shape],
                Values(tensor, path),
                null
            ),
            Node.Number number => new(path, "number", null, [number.Value], null),
            Node.Text text => new(path, "text", null, null, text.Value),
            Node.Flag flag => new(path, "flag", null, [flag.Value ? 1 : 0], null),
            Node.Map => new(path, "map", null, null, null),
            _ => new(path, "null", null, null, null),
        };

    private static double[] Values(Tensor tensor, string path)
    {
        if (tensor is Tensor<long> whole)
        {
            foreach (var value in whole.Values)
            {
                if (value is > (1L << 53) or < -(1L << 53))
                {
                    throw new InvalidCaseException(
                        $"{path} holds {value}; columns are float64 and hold whole numbers to 2^53 only."
                    );
                }
            }
        }

        return tensor.ToFloat64().Values.ToArray();
    }

    private static Node ToNode(LeafRow row) =>
        row.Type switch
        {
            "number" => One(row),
            "flag" => One(row) != 0,
            "text" => row.Text ?? throw new InvalidCaseException($"{row.Name} has no text."),
            "null" => new Node.Null(),
            "map" => Node.Map.Empty,
            _ => TensorValues.Create(
                TensorValues.Type(row.Type),
                row.Shape ?? throw new InvalidCaseException($"{row.Name} has no shape."),
                row.Values ?? throw new InvalidCaseException($"{row.Name} has no values.")
            ),
        };

    private static double One(LeafRow row) =>
        row.Values is [var value]
            ? value
            : throw new InvalidCaseException($"{row.Name} is a {row.Type} without one value.");

    // A map or list while it grows.
    private sealed class Branch
    {
        private readonly List<string> names = [];
        private readonly Dictionary<string, object> children = new(StringComparer.Ordinal);
        private bool isList;

        public void Add(ReadOnlySpan<string> path, LeafRow row)
        {
            CheckName(path[0]);
            // The items of a list come in their order, or it would be another list.
            var next = names.Count.ToString(CultureInfo.InvariantCulture);
            var exists = children.TryGetValue(path[0], out var child);
            if (isList && !exists && path[0] != next)
            {
                throw new InvalidCaseException(
                    $"{row.Name} stands where item {next} of its list is due."
                );
            }

            if (!exists)
            {
                child =
                    path.Length > 1 ? new Branch()
                    : row.Type == "list" ? new Branch { isList = true }
                    : ToNode(row);
                names.Add(path[0]);
                children[path[0]] = child;
            }

            if (path.Length == 1 && exists)
            {
                throw new InvalidCaseException($"{row.Name} appears twice.");
            }

            if (path.Length > 1)
            {
                (
                    child as Branch
                    ?? throw new InvalidCaseException($"{row.Name} lies below a leaf.")
                ).Add(path[1..], row);
            }
        }

        public Node ToNode()
        {
            var nodes = names.Select(name =>
                children[name] as Node ?? ((Branch)children[name]).ToNode()
            );
            return isList
                ? new Node.List([.. nodes])
                : new Node.Map([.. names.Zip(nodes, KeyValuePair.Create)]);
        }

        private static Node ToNode(LeafRow row) => LeafRows.ToNode(row);
    }
}
