namespace Mlp.Conformance.NUnit;

/// <summary>Where tests leave their results.</summary>
internal static class Artifacts
{
    /// <summary>
    /// <c>artifacts</c> beside the solution (or the repository's root) above the test assembly; else beside the assembly.
    /// </summary>
    public static string Folder { get; } = Path.Combine(Root(), "artifacts");

    private static string Root()
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
