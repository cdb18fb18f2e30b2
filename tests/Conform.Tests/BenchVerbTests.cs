using System.Text.Json;

namespace Conform.Tests;

/// <summary><c>conform bench</c> as a trial, by exit code and words. How fast anything is, no test says.</summary>
public class BenchVerbTests
{
    private static readonly string[] Works =
    [
        "ceilings",
        "f",
        "f-512",
        "h",
        "predict-1",
        "predict-5000",
        "widths",
        "workers",
        "compile",
        "allocation",
        "gpu",
    ];

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("bench").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_trial_of_everything_writes_its_report_and_fails_exactly_when_a_goal_is_missed()
    {
        var (exit, output, error) = Tool.Conform(
            "bench",
            "--quick",
            "--rounds",
            "1",
            "--out",
            folder
        );

        Assert.That(exit, Is.EqualTo(0).Or.EqualTo(1), error);
        var path = Directory.GetFiles(folder, "*.json").Single();
        Assert.That(Path.ChangeExtension(path, ".md"), Does.Exist);
        using var report = JsonDocument.Parse(File.ReadAllText(path));
        var root = report.RootElement;
        Assert.That(root.GetProperty("schema").GetInt32(), Is.EqualTo(1));
        foreach (
            var name in new[] { "cpu", "cores", "vectorBits", "system", "runtime", "libraries" }
        )
        {
            Assert.That(root.GetProperty("machine").TryGetProperty(name, out _), name);
        }

        var works = root.GetProperty("works").EnumerateArray().ToArray();
        Assert.That(works.Select(work => work.GetProperty("name").GetString()), Is.EqualTo(Works));
        var outcomes = new List<string>();
        foreach (var work in works)
        {
            Assert.That(work.GetProperty("quick").GetBoolean());
            Assert.That(work.GetProperty("commit").GetString(), Is.Not.Empty);
            foreach (var verdict in work.GetProperty("verdicts").EnumerateArray())
            {
                outcomes.Add(verdict.GetProperty("outcome").GetString()!);
                Assert.That(
                    output,
                    Does.Contain(verdict.GetProperty("goal").GetProperty("name").GetString())
                );
            }
        }

        Assert.That(exit, Is.EqualTo(outcomes.TrueForAll(outcome => outcome == "met") ? 0 : 1));
        Assert.That(outcomes, Has.None.EqualTo("refused").And.None.EqualTo("notMeasured"), output);
    }

    [Test]
    public void Json_alone_is_printed_where_it_is_asked_for()
    {
        var (exit, output, error) = Tool.Conform(
            "bench",
            "--quick",
            "--only",
            "ceilings",
            "--json"
        );

        using var report = JsonDocument.Parse(output);
        Assert.That(
            report.RootElement.GetProperty("works")[0].GetProperty("times").GetArrayLength(),
            Is.EqualTo(4),
            "peak and memory, on 1 and on 2 threads"
        );
        Assert.That(exit, Is.EqualTo(3), $"no goal was judged: {error}");
    }

    [TestCase("Unknown benchmark 'g'", "--only", "g")]
    [TestCase("0 rounds", "--rounds", "0")]
    [TestCase("--rouds", "--rouds", "1")]
    [TestCase("without the benchmark 'gpu'", "--only", "f", "--peers", "folder")]
    public void Bad_usage_exits_2_and_names_what_was_given(string named, params string[] arguments)
    {
        var (exit, _, error) = Tool.Conform(["bench", "--quick", .. arguments]);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(named));
    }

    [Test]
    public void Results_that_are_no_report_exit_2_and_are_named()
    {
        File.WriteAllText(Path.Combine(folder, "other.json"), "[]");

        var (exit, _, error) = Tool.Conform(
            "bench",
            "--quick",
            "--only",
            "allocation",
            "--out",
            folder
        );

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("other.json"));
    }
}
