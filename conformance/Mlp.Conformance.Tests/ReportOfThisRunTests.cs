using System.Xml.Linq;
using Mlp.Conformance.Truth;

namespace Mlp.Conformance.Tests;

/// <summary>Which results the report of a run takes.</summary>
public class ReportOfThisRunTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("artifacts").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Results_of_an_earlier_run_are_not_in_it()
    {
        var now = DateTime.UtcNow;
        Record("plain.parquet", new PlainBackend(), now);
        Record("cpu.parquet", Cpu.Create(), now.AddHours(-1));

        Assert.That(ReportOfThisRun.Write(folder, folder, now.AddMinutes(-1)), Is.Zero);
        var suites = XDocument.Load(Path.Combine(folder, "report.xml")).Descendants("testsuite");
        Assert.That(
            suites.Select(suite => suite.Attribute("name")!.Value),
            Is.EqualTo(new[] { new PlainBackend().Name })
        );
        Assert.That(File.Exists(Path.Combine(folder, "report.html")));
        Assert.That(File.Exists(Path.Combine(folder, "report.md")));
    }

    [Test]
    public void Where_no_backend_ran_whole_the_last_report_stays()
    {
        var report = Path.Combine(folder, "report.html");
        File.WriteAllText(report, "the last");

        Assert.That(ReportOfThisRun.Write(folder, folder, DateTime.UtcNow), Is.Null);
        Assert.That(File.ReadAllText(report), Is.EqualTo("the last"));
    }

    private void Record(string name, IBackend backend, DateTime written)
    {
        var path = Path.Combine(folder, "conformance", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ResultFile.Write(
            path,
            new(
                [.. new Runner(backend).Run(Fixtures.Of("lr_schedules"))],
                new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [backend.Name] = backend.Environment,
                }
            )
        );
        File.SetLastWriteTimeUtc(path, written);
    }
}
