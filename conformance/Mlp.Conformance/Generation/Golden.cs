namespace Mlp.Conformance.Generation;

/// <summary>What the families share to make a case one line of data.</summary>
internal static class Golden
{
    /// <summary>Sizes around vector widths: one below, at and one above 2, 8, 16, 32 and 64.</summary>
    public static IReadOnlyList<int> Sizes { get; } =
    [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65];

    /// <summary>Both types that are computed in.</summary>
    public static IReadOnlyList<ElementType> BothTypes { get; } =
    [ElementType.Float32, ElementType.Float64];

    /// <summary>What is expected of a call that must be refused.</summary>
    public static Node.Map Refusal { get; } = Node.Map.Of(("raises", true));

    /// <summary>
    /// A case without its expectation; <paramref name="expected"/> names what is wanted. The id is family/op/name, with _f64
    /// behind it in float64, and seeds the inputs.
    /// </summary>
    public static Case Case(
        string family,
        string op,
        string name,
        Node.Map expected,
        Func<Draw, Node.Map> inputs,
        Node.Map? parameters = null,
        ElementType type = ElementType.Float32,
        string? notes = null,
        IReadOnlyList<string>? tags = null
    )
    {
        var id = $"{family}/{op}/{name}{(type == ElementType.Float64 ? "_f64" : "")}";
        return new()
        {
            Id = id,
            Family = family,
            Op = op,
            Params = parameters ?? Node.Map.Empty,
            DType = type,
            Inputs = inputs(new Draw(id, type)),
            Expected = expected,
            Source = "",
            Notes = notes,
            Tags = tags ?? [],
        };
    }

    /// <summary>Names of wanted outputs, their values still to come.</summary>
    public static Node.Map Wanted(params IEnumerable<string> names) =>
        Node.Map.Of(names.Select(name => (name, (Node)new Node.Null())));

    /// <summary>A list of texts.</summary>
    public static Node Texts(params IEnumerable<string> texts) =>
        new Node.List([.. texts.Select(text => (Node)text)]);

    /// <summary>A list of numbers.</summary>
    public static Node Numbers(params IEnumerable<double> numbers) =>
        new Node.List([.. numbers.Select(number => (Node)number)]);

    /// <summary>This map with more entries behind.</summary>
    public static Node.Map With(
        this Node.Map map,
        params IEnumerable<(string Key, Node Value)> more
    ) => new([.. map.Entries, .. Node.Map.Of(more).Entries]);
}
