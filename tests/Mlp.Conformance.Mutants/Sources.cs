namespace Mlp.Conformance.Mutants;

/// <summary>The source files of the plain backend and of the checks that it calls, as they were when this was built.</summary>
internal static class Sources
{
    /// <summary>The text of each file by its path: <c>Truth/Dense.cs</c>, <c>Checks/Check.Labels.cs</c>.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        typeof(Sources)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".cs", StringComparison.Ordinal))
            .ToDictionary(name => name, Read);

    private static string Read(string name)
    {
        using var reader = new StreamReader(
            typeof(Sources).Assembly.GetManifestResourceStream(name)!
        );
        return reader.ReadToEnd();
    }
}
