namespace Conform.Tests.Faults;

/// <summary>Verbs whose files find no place: exit code 2, one line, and the old files.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class VerbFaultTests : IDisposable
{
    private readonly ResultsFolder inputs = new(Cases.Whole, Cases.Loss);
    private readonly SmallDisk disk = new();

    public void Dispose()
    {
        disk.Dispose();
        inputs.Dispose();
    }

    [TestCase("run", "--backend", "cpu", "--cases", "CASES", "--out", "DISK/r.parquet")]
    [TestCase("record", "--cases", "CASES", "--out", "DISK/b.parquet")]
    [TestCase("cases", "export", "--cases", "CASES", "--out", "DISK/k.jsonl")]
    [TestCase("fixtures", "import", "CASES", "--folder", "DISK/suite")]
    [TestCase("fixtures", "write", "--family", "splits", "--folder", "DISK/suite")]
    [TestCase("train", "TABLE", "--target", "y", "--epochs", "2", "--save", "DISK/m.safetensors")]
    [TestCase("train", "TABLE", "--target", "y", "--epochs", "2", "--curves", "DISK/c.png")]
    [TestCase("train", "TABLE", "--target", "y", "--epochs", "2", "--history", "DISK/h.csv")]
    [TestCase("train", "TABLE", "--target", "y", "--epochs", "2", "--checkpoint", "DISK/run")]
    public void A_full_disk(params string[] command)
    {
        var table = inputs["t.csv"];
        File.WriteAllLines(
            table,
            ["x,y", .. Enumerable.Range(0, 30).Select(i => $"{i},{"ab"[i % 2]}")]
        );
        string[] arguments =
        [
            .. command.Select(word =>
                word.Replace("DISK", disk.Folder, StringComparison.Ordinal)
                    .Replace("CASES", inputs.CasesPath, StringComparison.Ordinal)
                    .Replace("TABLE", table, StringComparison.Ordinal)
            ),
        ];
        disk.Fill(pagesLeft: 0);

        var (exit, output, error) = Tool.Conform(arguments);

        Assert.That(exit, Is.EqualTo(2), output + error);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain(disk.Folder).And.Contain("the disk is full"));
        Assert.That(
            Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories),
            Has.Length.EqualTo(1),
            "what fills it, and nothing else"
        );

        disk.Empty();
        Assert.That(Tool.Conform(arguments).ExitCode, Is.Zero, "with room again");
    }
}
