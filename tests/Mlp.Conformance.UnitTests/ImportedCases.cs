namespace Mlp.Conformance.UnitTests;

/// <summary>The cases of the embedded suite that other libraries computed, told by their ids.</summary>
internal static class ImportedCases
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [.. Fixtures.All.Where(value => IsImported(value.Id))];

    private static bool IsImported(string id) =>
        id.StartsWith("dev/", StringComparison.Ordinal)
        || id.StartsWith("onnx/", StringComparison.Ordinal);
}
