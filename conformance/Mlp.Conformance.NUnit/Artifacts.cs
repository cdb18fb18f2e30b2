namespace Mlp.Conformance.NUnit;

/// <summary>Where tests leave their results.</summary>
internal static class Artifacts
{
    /// <summary>
    /// <c>artifacts</c> beside the solution (or the repository's root) above the test assembly; else beside the assembly.
    /// </summary>
    public static string Folder => Path.Combine(Root, "artifacts");

    /// <summary>That folder beside which it lies.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (
                folder.EnumerateFiles("*.sln*").Any()
                || Path.Exists(Path.Combine(folder.FullName, ".git"))
            )
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
