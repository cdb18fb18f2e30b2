namespace Mlp.Conformance.UnitTests;

/// <summary>The cases of the embedded suite that other libraries computed: those without bounds of their own.</summary>
internal static class ImportedCases
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [.. Fixtures.All.Where(value => value.Bounds is null)];
}
