namespace Mlp.Conformance.UnitTests;

/// <summary>The case files of other libraries, where this machine has them beside the repository.</summary>
internal static class Oracle
{
    /// <summary>The folder, or a skip that says so.</summary>
    public static string Folder
    {
        get
        {
            for (
                var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
                folder is not null;
                folder = folder.Parent
            )
            {
                var oracle = Path.Combine(folder.FullName, "shared", "oracle");
                if (Directory.Exists(oracle))
                {
                    return oracle;
                }
            }

            Assert.Ignore("shared/oracle is not beside this repository.");
            throw new InvalidOperationException();
        }
    }

    /// <summary>All its cases.</summary>
    public static IReadOnlyList<Case> Cases => CaseFile.Read(Folder);
}
