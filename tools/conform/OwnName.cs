namespace Conform;

/// <summary>What this program is called, in commands that people copy.</summary>
internal static class OwnName
{
    private const string Project = "tools/conform";

    /// <summary><c>conform</c> where it was installed or is a file of its own; of what was built in the repository, what runs it there.</summary>
    public static string Value { get; } =
        IsInRepository() ? $"dotnet run --project {Project} --" : "conform";

    private static bool IsInRepository()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, Project, "conform.csproj")))
            {
                return true;
            }
        }

        return false;
    }
}
