namespace Mlp.Conformance.UnitTests;

/// <summary>Small things that many tests need.</summary>
internal static class Make
{
    /// <summary>A golden case of one output.</summary>
    public static Case Golden(Tensor expected, Bound bound, string output = "y") =>
        new()
        {
            Id = "activations/relu/made",
            Family = "activations",
            Op = "relu",
            DType = ElementType.Float32,
            Inputs = Node.Map.Of(("x", expected)),
            Expected = Node.Map.Of((output, expected)),
            Source = "test",
            Bounds = new Dictionary<string, Bound> { [output] = bound },
        };

    /// <summary>A bound of one value, with a warning at half of it.</summary>
    public static Bound Bound(double fail) =>
        new("reduction", Tensor.Scalar(fail), Tensor.Scalar(fail / 2));

    /// <summary>No deviation allowed.</summary>
    public static Bound Exact { get; } = new("exact", Tensor.Scalar(0.0), null);

    /// <summary>What a backend called "fake" gave.</summary>
    public static Result Ok(Case value, params IEnumerable<(string, Node)> outputs) =>
        new(value.Id, "fake", ResultStatus.Ok, Node.Map.Of(outputs));

    /// <summary>A path in a fresh folder that is removed after all tests.</summary>
    public static string TempFile(string name) =>
        Path.Combine(
            Directory
                .CreateDirectory(Path.Combine(TempFolder.Path, Guid.NewGuid().ToString("N")))
                .FullName,
            name
        );
}
