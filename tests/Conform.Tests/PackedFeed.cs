namespace Conform.Tests;

/// <summary>The packages of this repository, packed once from what is built, for all tests that take them.</summary>
[SetUpFixture]
public sealed class PackedFeed
{
    private static readonly Lazy<string> LazyFolder = new(Pack);

    /// <summary>Never seen before, so that no cache answers for it.</summary>
    public static string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder that holds them.</summary>
    public static string Folder => LazyFolder.Value;

    /// <summary>What packing said.</summary>
    public static string Output { get; private set; } = "";

    /// <summary>Fails with all that a program said, unless it exited with 0.</summary>
    public static void Succeed((int ExitCode, string Output, string Error) run) =>
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);

    [OneTimeTearDown]
    public void Remove()
    {
        if (LazyFolder.IsValueCreated)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string Pack()
    {
        var folder = Directory.CreateTempSubdirectory("feed").FullName;
        var run = Tool.Dotnet(
            "pack",
            "Conformance.sln",
            "--no-build",
            "--configuration",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
            "--output",
            folder,
            $"-p:Version={Version}"
        );
        Succeed(run);
        Output = run.Output + run.Error;
        return folder;
    }
}
