using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary><c>conform run --resume</c>: what is finished is finished, whatever ended the run.</summary>
public sealed class ResumeRunTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("resume").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    private string Output => Path.Combine(folder, "results.parquet");

    private string JournalPath => Journal.Of(Output);

    // CONFORM_KILLS=300 for the long form.
    [Test]
    [Platform("Linux", Reason = "It sends signals.")]
    public void However_often_it_is_killed_the_file_is_that_of_an_undisturbed_run()
    {
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("CONFORM_KILLS") ?? "12",
            CultureInfo.InvariantCulture
        );
        // Several hundred small cases, in a file: to read the whole suite takes longer than to run them.
        var cases = Path.Combine(folder, "cases.parquet");
        CaseFile.Write(cases, "part", [.. Fixtures.Of("losses"), .. Fixtures.Of("scaler")]);
        string[] asked = ["run", "--backend", "cpu", "--cases", cases];
        var undisturbed = Path.Combine(folder, "undisturbed.parquet");
        var clock = Stopwatch.StartNew();
        Assert.That(Tool.Conform([.. asked, "--out", undisturbed]).ExitCode, Is.Zero);
        var whole = clock.Elapsed;
        var expected = File.ReadAllBytes(undisturbed);
        var random = new Random(kills);
        var (done, within, runs) = (0, 0, 0);
        while (done < kills)
        {
            using var run = Started.Conform(
                new Dictionary<string, string>(),
                [.. asked, "--out", Output, "--resume"]
            );
            var before = Length(JournalPath);
            // At any moment; or among the cases, after so many more of them.
            var (moment, growth) = (whole * random.NextDouble(), random.Next(1, 60_000));
            var byTime = random.Next(2) == 0;
            clock.Restart();
            while (
                !run.HasEnded
                && (byTime ? clock.Elapsed < moment : Length(JournalPath) < before + growth)
            )
            {
                Thread.Sleep(1);
            }

            runs++;
            if (!run.HasEnded)
            {
                // Every third time with a chance to say goodbye.
                Started.Signal(run.Id, runs % 3 == 0 ? 15 : 9);
                var said = run.Finish().Error;
                Assert.That(
                    said.Split('\n')
                        .Count(line =>
                            line.Contains("Interrupted") || line.Contains("are kept in")
                        ),
                    Is.AtMost(1),
                    said
                );
                done++;
                within += Length(JournalPath) > before ? 1 : 0;
            }

            if (File.Exists(Output))
            {
                Assert.That(
                    File.ReadAllBytes(Output),
                    Is.EqualTo(expected),
                    "a file of a killed run"
                );
                File.Delete(Output);
            }
        }

        var (exit, _, error) = Tool.Conform([.. asked, "--out", Output, "--resume"]);

        Assert.That(exit, Is.Zero, error);
        Assert.That(File.ReadAllBytes(Output), Is.EqualTo(expected));
        Assert.That(File.Exists(JournalPath), Is.False);
        TestContext.Out.WriteLine(
            $"{done} kills, {within} of them after new results, over {runs} runs of {expected.Length} bytes"
        );
        Assert.That(
            within,
            Is.GreaterThan(kills / 4),
            "Most runs were killed before they did anything."
        );
    }

    [Test]
    public void Finished_cases_are_not_run_again()
    {
        using var files = new ResultsFolder(Cases.Whole, Cases.Loss, Cases.Cancels);
        var output = files["results.jsonl"];
        Interrupted(files, output, "mine/whole", "mine/loss");

        var (exit, _, error) = files.Conform(
            "run",
            "--backend",
            "cpu",
            "--out",
            output,
            "--resume"
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(error, Does.Contain("holds 2 results"));
        // What the journal says of the first is taken, though it is not what the backend gives.
        var results = ResultFile.Read(output).Results;
        Assert.That(
            results.Select(result => result.Id),
            Is.EqualTo(new[] { "mine/whole", "mine/loss", "mine/cancels" })
        );
        Assert.That(results[0].Message, Is.EqualTo("from the journal"));
        Assert.That(File.Exists(Journal.Of(output)), Is.False);
    }

    [Test]
    public void Without_the_option_a_run_begins_anew()
    {
        using var files = new ResultsFolder(Cases.Whole, Cases.Loss);
        var output = files["results.jsonl"];
        Interrupted(files, output, "mine/whole");

        Assert.That(files.Conform("run", "--backend", "cpu", "--out", output).Exit, Is.Zero);
        Assert.That(ResultFile.Read(output).Results[0].Message, Is.Null);
    }

    [TestCase("--backend", "torch:cpu")]
    [TestCase("--threads", "1")]
    [TestCase("--shard", "1/1")]
    [TestCase("--id", "mine/loss")]
    public void The_journal_of_another_run_is_refused_with_what_differs(string option, string value)
    {
        using var files = new ResultsFolder(Cases.Whole, Cases.Loss);
        var output = files["results.parquet"];
        Interrupted(files, output, "mine/loss");
        var before = File.ReadAllBytes(Journal.Of(output));
        string[] backend = option == "--backend" ? [] : ["--backend", "cpu"];

        var (exit, _, error) = files.Conform([
            "run",
            .. backend,
            option,
            value,
            "--out",
            output,
            "--resume",
        ]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("is the journal of another run").And.Contain("here "));
        Assert.That(File.ReadAllBytes(Journal.Of(output)), Is.EqualTo(before));
    }

    [Test]
    public void Two_runs_do_not_write_one_file()
    {
        using var files = new ResultsFolder(Cases.Whole);
        var output = files["results.jsonl"];
        using var other = Journal.Begin(output, Identity(files));

        var (exit, _, error) = files.Conform("run", "--backend", "cpu", "--out", output);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(Journal.Of(output)).And.Contain("another run"));
    }

    [Test]
    public void A_journal_is_no_file_of_results()
    {
        using var files = new ResultsFolder(Cases.Whole);
        var output = files["results.jsonl"];
        Interrupted(files, output, "mine/whole");

        foreach (var verb in (string[])["judge", "merge"])
        {
            string[] to = verb == "merge" ? ["--out", files["merged.parquet"]] : [];
            Assert.That(Tool.Conform([verb, Journal.Of(output), .. to]).ExitCode, Is.EqualTo(2));
        }
    }

    [Test]
    public void It_needs_an_output()
    {
        var (exit, _, error) = Tool.Conform("run", "--backend", "cpu", "--resume");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("--out"));
    }

    private static RunIdentity Identity(ResultsFolder files) =>
        new(
            CaseSet.Hash(CaseFile.Read(files.CasesPath)),
            null,
            Build.Id(["cpu"]),
            new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["cpu"] = BackendCatalog.Create("cpu").Environment,
            }
        );

    // What a run leaves behind that was killed after these cases; the first says where it is from.
    private static void Interrupted(ResultsFolder files, string output, params string[] ids)
    {
        using var journal = Journal.Begin(output, Identity(files));
        var runner = new Runner(BackendCatalog.Create("cpu"));
        foreach (var value in CaseFile.Read(files.CasesPath).Where(value => ids.Contains(value.Id)))
        {
            var result = runner.Run(value);
            journal.Add(journal.Count == 0 ? result with { Message = "from the journal" } : result);
        }
    }

    private static long Length(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
