namespace Mlp.Conformance.UnitTests;

/// <summary>The folder that tests write into, removed after the last of them.</summary>
[SetUpFixture]
internal sealed class TempFolder
{
    public static string Path { get; } = Directory.CreateTempSubdirectory("conformance").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Path, recursive: true);
}
