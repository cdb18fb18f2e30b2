namespace Mlp.Conformance;

/// <summary>
/// The parameters of one thing in a case, read by name. What is left over at the end is not supported, unless it is off
/// (null or false).
/// </summary>
/// <param name="what">Whose parameters, for messages: <c>optimizer 'Adam'</c>.</param>
/// <param name="values">The parameters.</param>
internal sealed class Parameters(string what, Node.Map values)
{
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>A number, or the default where it is left out or null.</summary>
    public double Number(string name, double standard) => Number(name) ?? standard;

    /// <summary>A number, or null where it is left out or null.</summary>
    public double? Number(string name) => Find(name) is { } node ? Number(node) : null;

    /// <summary>A number that must be given.</summary>
    /// <exception cref="InvalidCaseException">It is not.</exception>
    public double RequiredNumber(string name) =>
        Number(name) ?? throw new InvalidCaseException($"{what} needs '{name}'.");

    /// <summary>A whole number, or the default where it is left out or null.</summary>
    public int Integer(string name, int standard) => Find(name)?.AsInteger() ?? standard;

    /// <summary>A whole number, or null where it is left out or null.</summary>
    public int? Integer(string name) => Find(name)?.AsInteger();

    /// <summary>A flag, or false where it is left out or null.</summary>
    public bool Flag(string name) => Find(name)?.AsFlag() ?? false;

    /// <summary>A string, or the default where it is left out or null.</summary>
    public string Text(string name, string standard) => Find(name)?.AsText() ?? standard;

    /// <summary>Numbers that must be given.</summary>
    /// <exception cref="InvalidCaseException">They are not.</exception>
    public IEnumerable<double> RequiredNumbers(string name) =>
        (Find(name) ?? throw new InvalidCaseException($"{what} needs '{name}'."))
            .AsList()
            .Select(Number);

    /// <summary>Any node, or null where it is left out or null.</summary>
    public Node? Find(string name)
    {
        read.Add(name);
        return values.TryGet(name, out var node) ? node : null;
    }

    /// <summary>Refuses parameters that nobody asked for.</summary>
    /// <exception cref="NotSupportedException">There are such.</exception>
    public void Done()
    {
        foreach (var (name, value) in values.Entries)
        {
            if (!read.Contains(name) && value is not (Node.Null or Node.Flag { Value: false }))
            {
                throw new NotSupportedException(
                    $"Parameter '{name}' of {what} is not supported; known: {string.Join(", ", read)}."
                );
            }
        }
    }

    /// <summary>A number, also by the name that JSON has for a non-finite one.</summary>
    /// <exception cref="InvalidCaseException">It is none.</exception>
    public static double Number(Node node) =>
        node switch
        {
            Node.Text { Value: "NaN" } => double.NaN,
            Node.Text { Value: "Infinity" } => double.PositiveInfinity,
            Node.Text { Value: "-Infinity" } => double.NegativeInfinity,
            _ => node.AsNumber(),
        };
}
