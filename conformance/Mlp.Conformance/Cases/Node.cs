using System.Diagnostics.CodeAnalysis;

namespace Mlp.Conformance;

/// <summary>
/// A value in a case: a tensor, or a plain number, text, flag or null as JSON has them, or a list or map of such. Inputs,
/// expectations and outputs are such trees, and a leaf is named by its path: <c>weights_after_step/0/1</c>.
/// </summary>
public abstract record Node
{
    private Node() { }

    /// <summary>A tensor of any type and shape.</summary>
    public sealed record OfTensor(Tensor Value) : Node;

    /// <summary>A plain number.</summary>
    public sealed record Number(double Value) : Node
    {
        /// <summary>Whether a whole number was written as a real one, <c>1.0</c>: a share of everything, where <c>1</c> is a count.</summary>
        public bool WrittenReal { get; init; }
    }

    /// <summary>A plain string.</summary>
    public sealed record Text(string Value) : Node;

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : Node;

    /// <summary>Null.</summary>
    public sealed record Null : Node;

    /// <summary>Nodes in order; their names in paths are 0, 1, 2, ...</summary>
    public sealed record List(IReadOnlyList<Node> Items) : Node;

    /// <summary>Named nodes; the order is kept.</summary>
    public sealed record Map(IReadOnlyList<KeyValuePair<string, Node>> Entries) : Node
    {
        /// <summary>A map without entries.</summary>
        public static Map Empty { get; } = new([]);

        /// <summary>A map of the given entries.</summary>
        public static Map Of(params IEnumerable<(string Key, Node Value)> entries) =>
            new([.. entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))]);

        /// <summary>Names, in order.</summary>
        public IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

        /// <summary>The node of that name.</summary>
        /// <exception cref="InvalidCaseException">There is none.</exception>
        public Node this[string key] =>
            TryGet(key, out var value)
                ? value
                : throw new InvalidCaseException(
                    $"'{key}' is missing; there are: {string.Join(", ", Keys)}."
                );

        /// <summary>The node of that name, if there is one that is not null.</summary>
        public bool TryGet(string key, [NotNullWhen(true)] out Node? value)
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key && entry.Value is not Null)
                {
                    value = entry.Value;
                    return true;
                }
            }

            value = null;
            return false;
        }
    }

    /// <summary>A tensor node.</summary>
    public static implicit operator Node(Tensor value) => new OfTensor(value);

    /// <summary>A number node.</summary>
    public static implicit operator Node(double value) => new Number(value);

    /// <summary>A text node.</summary>
    public static implicit operator Node(string value) => new Text(value);

    /// <summary>A flag node.</summary>
    public static implicit operator Node(bool value) => new Flag(value);

    /// <summary>The tensor held here.</summary>
    /// <exception cref="InvalidCaseException">It is no tensor.</exception>
    public Tensor AsTensor() => this is OfTensor tensor ? tensor.Value : throw Wrong("a tensor");

    /// <summary>The number held here, or in a tensor of one value.</summary>
    /// <exception cref="InvalidCaseException">It is no number.</exception>
    public double AsNumber() =>
        this switch
        {
            Number number => number.Value,
            OfTensor { Value.Length: 1 } tensor => tensor.Value[0],
            _ => throw Wrong("a number"),
        };

    /// <summary>The whole number held here.</summary>
    /// <exception cref="InvalidCaseException">It is no whole number of 32 bits.</exception>
    public int AsInteger() =>
        AsNumber() is var value && value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Wrong("a whole number");

    /// <summary>The string held here.</summary>
    /// <exception cref="InvalidCaseException">It is no string.</exception>
    public string AsText() => this is Text text ? text.Value : throw Wrong("a string");

    /// <summary>The flag held here.</summary>
    /// <exception cref="InvalidCaseException">It is no flag.</exception>
    public bool AsFlag() => this is Flag flag ? flag.Value : throw Wrong("true or false");

    /// <summary>The items held here.</summary>
    /// <exception cref="InvalidCaseException">It is no list.</exception>
    public IReadOnlyList<Node> AsList() => this is List list ? list.Items : throw Wrong("a list");

    /// <summary>The map held here.</summary>
    /// <exception cref="InvalidCaseException">It is no map.</exception>
    public Map AsMap() => this as Map ?? throw Wrong("a map");

    /// <summary>Every leaf with its path, depth first, in order. An empty list or map is a leaf.</summary>
    public IEnumerable<(string Path, Node Leaf)> Leaves() => Leaves(this, "");

    private static IEnumerable<(string Path, Node Leaf)> Leaves(Node node, string path)
    {
        var children = node switch
        {
            List list => list.Items.Select(
                (item, i) =>
                    (
                        Key: i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        Value: item
                    )
            ),
            Map map => map.Entries.Select(entry => (entry.Key, entry.Value)),
            _ => [],
        };
        var any = false;
        foreach (var (key, child) in children)
        {
            any = true;
            foreach (var leaf in Leaves(child, path.Length == 0 ? key : $"{path}/{key}"))
            {
                yield return leaf;
            }
        }

        if (!any)
        {
            yield return (path, node);
        }
    }

    private InvalidCaseException Wrong(string expected) =>
        new(
            $"Expected {expected}, found {(this is OfTensor t ? t.Value.ToString() : GetType().Name.ToLowerInvariant())}."
        );
}
