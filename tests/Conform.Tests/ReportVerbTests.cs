using System.Xml.Linq;

namespace Conform.Tests;

/// <summary><c>conform report</c>: what it takes, writes and refuses. The page itself is held by tests of its own.</summary>
public class ReportVerbTests
{
    // The suite's baseline, mutants and benchmarks lie where the tool runs; these tests are about their own files.
    private static readonly string[] Alone =
    [
        "--baseline",
        "none",
        "--mutants",
        "none",
        "--bench",
        "none",
    ];

    [Test]
    public void Files_of_results_become_a_page_and_two_summaries()
    {
        using var folder = new ResultsFolder(Cases.Cancels, Cases.Whole, Cases.Loss);

        var (exit, output, error) = folder.Conform([
            "report",
            folder.Record("left.parquet", [ResultsFolder.Plain]),
            .. Written(folder),
            .. Alone,
        ]);

        Assert.That(exit, Is.Zero, error);
        Assert.That(
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(new[] { folder["r.html"], folder["r.xml"], folder["r.md"] })
        );
        Assert.That(File.ReadAllText(folder["r.html"]), Does.Contain("\"mine/cancels\""));
        Assert.That(XDocument.Load(folder["r.xml"]).Descendants("testcase").Count(), Is.EqualTo(3));
        Assert.That(File.ReadAllText(folder["r.md"]), Does.Contain("| dense |"));
    }

    // In a page that is sent about, the folders of a machine say nothing.
    [Test]
    public void Nothing_names_the_folders_of_this_machine()
    {
        using var folder = new ResultsFolder(Cases.Loss);

        var (exit, _, error) = folder.Conform([
            "report",
            folder.Record("plain.parquet", [ResultsFolder.Plain]),
            "--baseline",
            folder["plain.parquet"],
            .. Written(folder),
            .. Alone[2..],
        ]);

        Assert.That(exit, Is.Zero, error);
        // But for the commands, which must be run as they are.
        Assert.That(
            File.ReadAllText(folder["r.md"]),
            Does.Not.Contain(Path.GetDirectoryName(folder.CasesPath))
        );
        Assert.That(
            File.ReadAllText(folder["r.html"]),
            Does.Contain("\"source\":\"plain.parquet\"")
        );
    }

    [Test]
    public void A_folder_of_results_may_have_an_at_sign_in_its_name()
    {
        using var folder = new ResultsFolder(Cases.Loss);
        Directory.CreateDirectory(folder["job@2"]);

        var (exit, _, error) = folder.Conform([
            "report",
            folder.Record("job@2/plain.parquet", [ResultsFolder.Plain]),
            "--baseline",
            folder["job@2/plain.parquet"],
            .. Written(folder),
            .. Alone[2..],
        ]);

        Assert.That(exit, Is.Zero, error);
    }

    [Test]
    public void A_backend_is_run_for_it()
    {
        using var folder = new ResultsFolder(Cases.Loss);

        var (exit, _, error) = folder.Conform(["report", "cpu", .. Written(folder), .. Alone]);

        Assert.That(exit, Is.Zero, error);
        var suite = XDocument.Load(folder["r.xml"]).Descendants("testsuite").Single();
        Assert.That(suite.Attribute("name")!.Value, Is.EqualTo("cpu"));
        Assert.That(
            suite.Descendants("property").Select(entry => entry.Attribute("name")!.Value),
            Does.Contain("implementation")
        );
    }

    [Test]
    public void What_fails_is_reported_and_not_an_error_of_the_tool()
    {
        using var folder = new ResultsFolder(Cases.Whole);
        File.WriteAllText(
            folder["wrong.jsonl"],
            """{"id":"mine/whole","backend":"mine","status":"ok","outputs":{"y":{"dtype":"float32","shape":[1,1],"data":[7]}}}"""
                + "\n"
        );

        var (exit, _, error) = folder.Conform([
            "report",
            folder["wrong.jsonl"],
            .. Written(folder),
            .. Alone,
        ]);

        Assert.That(exit, Is.Zero, error);
        Assert.That(
            XDocument.Load(folder["r.xml"]).Descendants("failure").Single().Value,
            Does.Contain("expected 6, actual 7").And.Contain("judge " + folder["wrong.jsonl"])
        );
    }

    [Test]
    public void Rules_of_a_testee_leave_the_backends_beside_it_alone()
    {
        using var folder = new ResultsFolder(Cases.Whole, Cases.Loss);
        File.WriteAllText(
            folder["mine.jsonl"],
            """
            {"id":"mine/whole","backend":"mine","status":"unsupported","outputs":{}}
            {"id":"mine/loss","backend":"mine","status":"ok","outputs":{"sum":14}}

            """
        );
        File.WriteAllText(
            folder["declines.json"],
            """[{"kind":"unsupported","reason":"No layers yet.","family":"dense"}]"""
        );

        var (exit, _, error) = folder.Conform([
            "report",
            "cpu",
            folder["mine.jsonl"],
            "--declines",
            folder["declines.json"],
            .. Written(folder),
            .. Alone,
        ]);

        Assert.That(exit, Is.Zero, error);
        var suites = XDocument.Load(folder["r.xml"]).Descendants("testsuite").ToArray();
        Assert.That(
            suites.Select(suite => suite.Attribute("failures")!.Value),
            Is.All.EqualTo("0")
        );
        Assert.That(
            suites[1].Descendants("skipped").Single().Attribute("message")!.Value,
            Is.EqualTo("declined: No layers yet.")
        );
    }

    [Test]
    public void A_report_without_a_comparison_says_so()
    {
        using var folder = new ResultsFolder(Cases.Whole, Cases.Loss);

        var (exit, _, error) = folder.Conform([
            "report",
            folder.Record("one.parquet", [ResultsFolder.Plain], "mine/loss"),
            "--id",
            "mine/whole",
            .. Written(folder),
            .. Alone,
        ]);

        Assert.That(exit, Is.EqualTo(3), error);
    }

    [Test]
    public void Histories_stand_under_their_titles()
    {
        using var folder = new ResultsFolder(Cases.Loss);
        File.WriteAllText(folder["a.csv"], "epoch,loss,learning_rate,seconds\n0,0.5,0.1,1\n");

        var (exit, _, error) = folder.Conform([
            "report",
            folder.Record("plain.parquet", [ResultsFolder.Plain]),
            "--history",
            $"Iris={folder["a.csv"]}@torch:cpu",
            "--history",
            folder["a.csv"],
            .. Written(folder),
            .. Alone,
        ]);

        Assert.That(exit, Is.Zero, error);
        Assert.That(
            File.ReadAllText(folder["r.html"]),
            Does.Contain("\"title\":\"Iris\",\"series\":\"torch:cpu\"")
                .And.Contain("\"title\":\"a\",\"series\":\"a\"")
        );
    }

    [TestCase("", "Nothing is to be written; give --out FILE.html")]
    [TestCase("plain.parquet plain.parquet --out r.html", "Results of '")]
    [TestCase("gone.parquet --out r.html", "There is no file of results 'gone.parquet'")]
    [TestCase("plain.parquet@other --out r.html", "holds no results of 'other'")]
    [TestCase("cpuu --out r.html", "'cpu'")]
    [TestCase("plain.parquet --out r.txt", "its ending must be .html or .htm")]
    [TestCase("plain.parquet --out nowhere/r.html", "there is no folder")]
    [TestCase("plain.parquet --out r.html --baseline gone", "--baseline is 'gone'")]
    [TestCase("plain.parquet --out r.html --baseline both.parquet", "name one, as in")]
    [TestCase("plain.parquet --out r.html --mutants cases.jsonl", "has no table of mutants")]
    [TestCase("plain.parquet --out r.html --bench cases.jsonl", "is no report of benchmarks")]
    [TestCase("plain.parquet --out r.html --history gone.csv", "There is no history 'gone.csv'")]
    public void Bad_input_is_one_line_and_leaves_nothing(string arguments, string said)
    {
        using var folder = new ResultsFolder(Cases.Loss);
        folder.Record("plain.parquet", [ResultsFolder.Plain]);
        folder.Record("both.parquet", [ResultsFolder.Plain, ResultsFolder.Reversed]);
        var given = arguments
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word =>
                word.Contains('.', StringComparison.Ordinal)
                && !word.StartsWith("gone", StringComparison.Ordinal)
                    ? folder[word]
                    : word
            )
            .ToArray();
        string[] defaults =
        [
            .. Alone
                .Chunk(2)
                .Where(option => !given.Contains(option[0]))
                .SelectMany(option => option),
        ];

        var (exit, output, error) = folder.Conform([
            "report",
            .. given.Length == 0 ? [folder["plain.parquet"]] : given,
            .. defaults,
        ]);

        Assert.That(exit, Is.EqualTo(2), output);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain(said));
        Assert.That(File.Exists(folder["r.html"]), Is.False);
    }

    private static string[] Written(ResultsFolder folder) =>
        ["--out", folder["r.html"], "--junit", folder["r.xml"], "--markdown", folder["r.md"]];
}
