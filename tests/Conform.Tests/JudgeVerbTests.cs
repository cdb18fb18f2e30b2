using Mlp.Conformance;

namespace Conform.Tests;

/// <summary><c>conform cases export</c> and <c>conform judge</c>, good files and bad, by exit code and words.</summary>
public class JudgeVerbTests
{
    private const string First = """
        {"id":"mine/1","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[3,1],"data":[0,0,0]},"y_pred":{"dtype":"float32","shape":[3,1],"data":[1,2,3]}},"expected":{"none":{"dtype":"float32","shape":[3],"data":[1,4,9]},"sum":{"dtype":"float32","shape":[],"data":[14]}},"source":"by hand"}
        """;

    private const string Second = """
        {"id":"mine/2","family":"refusals","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[1],"data":[0]},"y_pred":{"dtype":"float32","shape":[2,2],"data":[1,2,3,4]}},"expected":{"raises":true},"source":"by hand"}
        """;

    private const string FirstResult = """
        {"id":"mine/1","backend":"mine","status":"ok","outputs":{"none":{"dtype":"float64","shape":[3],"data":[1,4,9]},"sum":14}}
        """;

    private const string SecondResult = """
        {"id":"mine/2","backend":"mine","status":"ok","outputs":{"raises":true}}
        """;

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("judge").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void One_case_is_counted_as_one()
    {
        File.WriteAllText(Cases, First + "\n");

        var (exit, output, error) = Tool.Conform(
            "cases",
            "export",
            "--cases",
            Cases,
            "--out",
            Path.Combine(folder, "out.jsonl")
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(output, Does.StartWith("1 case of 1 family in "));
    }

    [Test]
    public void Results_that_hold_exit_0()
    {
        var (exit, output, error) = Judge(FirstResult, SecondResult);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("2 passed"));
    }

    [Test]
    public void A_result_past_its_bound_exits_1_and_says_how_to_judge_it_again()
    {
        var (exit, output, _) = Judge(
            FirstResult.Replace("14", "14.5", StringComparison.Ordinal),
            SecondResult
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            output,
            Does.Contain("mine/1 on mine: failed")
                .And.Contain("expected 14, actual 14.5")
                .And.Contain(
                    $"judge just this: dotnet run --project tools/conform -- judge {Results} --cases {Cases} --id mine/1"
                )
        );
    }

    [Test]
    public void A_refusal_that_was_due_and_did_not_come_fails_as_does_one_that_was_not_due()
    {
        var (exit, output, _) = Judge(
            FirstResult.Replace("mine/1", "mine/2", StringComparison.Ordinal),
            SecondResult.Replace("mine/2", "mine/1", StringComparison.Ordinal)
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            output,
            Does.Contain("none is missing").And.Contain("a refusal is due, and none came")
        );
    }

    [Test]
    public void A_missing_result_is_absent_and_counted_and_fails_unless_a_part_was_asked_for()
    {
        var (exit, output, _) = Judge(SecondResult);
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            output,
            Does.Contain("mine has no result for 1 of 2 cases, 'mine/1' the first")
                .And.Contain("1 absent")
        );

        Assert.That(Again("--partial").Exit, Is.Zero);
        Assert.That(Again("--id", "mine/2").Exit, Is.Zero);
        Assert.That(Again("--id", "mine/1").Exit, Is.EqualTo(3), "nothing is compared");
    }

    [Test]
    public void An_empty_file_of_results_exits_3() => Assert.That(Judge().Exit, Is.EqualTo(3));

    [TestCase(FirstResult + "\n" + FirstResult, "has 2 results of backend 'mine'")]
    [TestCase(
        """{"id":"yours/1","backend":"mine","status":"ok","outputs":{}}""",
        "has results of 1 unknown cases, 'yours/1' the first"
    )]
    [TestCase("""{"id":"mine/1","backend":"mine","sta""", "line 1")]
    [TestCase("""{"id":"mine/1","backend":"mine","status":"fine"}""", "status 'fine' is unknown")]
    public void Results_that_are_none_exit_2_with_one_line(string lines, string message)
    {
        var (exit, output, error) = Judge(lines);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain("results.jsonl").And.Contain(message));
        Assert.That(error.TrimEnd(), Does.Not.Contain("\n"));
    }

    [Test]
    public void Declines_that_are_none_exit_2()
    {
        var rules = Path.Combine(folder, "rules.json");
        File.WriteAllText(rules, """[{"kind":"unsuported","reason":"x","family":"losses"}]""");
        Judge(FirstResult, SecondResult);

        var (exit, _, error) = Again("--declines", rules);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("rules.json, rule 1").And.Contain("unsupported"));
    }

    [TestCase("export.jsonl")]
    [TestCase("export.parquet")]
    public void What_is_exported_says_what_is_asked_and_nothing_of_what_is_due(string name)
    {
        var path = Export(name);

        var cases = CaseFile.Read(path);
        Assert.That(cases.Select(value => value.Id), Is.EqualTo(new[] { "mine/1", "mine/2" }));
        Assert.That(cases[0].Outputs, Is.EqualTo(new[] { "none", "sum" }));
        // As any other case of the operation: what must be refused does not say so.
        Assert.That(cases[1].Outputs, Is.EqualTo(new[] { "sum_over_batch_size", "grad_y_pred" }));
        Assert.That(cases.Select(value => value.Expected.Entries), Is.All.Empty);
        Assert.That(cases.Select(value => value.Bounds), Is.All.Null);
        Assert.That(
            NodeText(cases[0].Inputs),
            Is.EqualTo(NodeText(CaseFile.Read(Cases)[0].Inputs))
        );
    }

    [Test]
    public void An_export_cannot_be_judged_against_and_passes_nothing_by_itself()
    {
        var path = Export("export.jsonl");
        File.WriteAllText(Results, FirstResult + "\n" + SecondResult + "\n");

        var (exit, _, error) = Tool.Conform("judge", Results, "--cases", path);
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("was exported without what it expects"));

        var run = Tool.Conform("run", "--backend", "cpu", "--cases", path);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain("2 failed"));
    }

    [Test]
    public void Cpu_on_an_export_of_the_whole_suite_is_judged_as_when_it_runs_itself()
    {
        var cases = Path.Combine(folder, "suite.parquet");
        var results = Path.Combine(folder, "suite-results.parquet");
        Assert.That(Tool.Conform("cases", "export", "--out", cases).ExitCode, Is.Zero);
        Tool.Conform("run", "--backend", "cpu", "--cases", cases, "--out", results);

        var judged = Tool.Conform("judge", results);

        Assert.That(judged.ExitCode, Is.Zero, judged.Output + judged.Error);
        Assert.That(judged.Output, Is.EqualTo(Tool.Conform("run", "--backend", "cpu").Output));
    }

    private string Cases => Path.Combine(folder, "cases.jsonl");

    private string Results => Path.Combine(folder, "results.jsonl");

    private static string NodeText(Node.Map tree) =>
        ResultFile.ToJson(new("", "", ResultStatus.Ok, tree));

    private string Export(string name)
    {
        File.WriteAllText(Cases, First + "\n" + Second + "\n");
        var path = Path.Combine(folder, name);
        var (exit, output, error) = Tool.Conform(
            "cases",
            "export",
            "--cases",
            Cases,
            "--out",
            path
        );
        Assert.That(exit, Is.Zero, output + error);
        return path;
    }

    private (int Exit, string Output, string Error) Judge(params string[] results)
    {
        File.WriteAllText(Cases, First + "\n" + Second + "\n");
        File.WriteAllLines(Results, results);
        return Again();
    }

    private (int Exit, string Output, string Error) Again(params string[] arguments) =>
        Tool.Conform(["judge", Results, "--cases", Cases, .. arguments]);
}
