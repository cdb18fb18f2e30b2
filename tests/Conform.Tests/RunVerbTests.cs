namespace Conform.Tests;

/// <summary><c>conform run</c> on cases it never saw, good and bad, by its exit code and words.</summary>
public class RunVerbTests
{
    // Mean of 1, 4 and 9: squared errors of 1, 2 and 3.
    private const string Good = """
        {"id":"mine/1","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[3,1],"data":[0,0,0]},"y_pred":{"dtype":"float32","shape":[3,1],"data":[1,2,3]}},"expected":{"none":{"dtype":"float32","shape":[3],"data":[1,4,9]},"sum":{"dtype":"float32","shape":[],"data":[14]}},"source":"by hand"}
        """;

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("conform").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Unseen_cases_that_hold_exit_0_on_both_backends()
    {
        var (exit, output, _) = Run(Good, "--backend", "cpu", "--backend", "torch:cpu");

        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain("1 passed"));
    }

    [Test]
    public void A_case_that_fails_exits_1_and_says_what_where_and_how_to_run_it_again()
    {
        var (exit, output, _) = Run(
            Good.Replace("[14]", "[15]", StringComparison.Ordinal),
            "--backend",
            "cpu"
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            output,
            Does.Contain("mine/1")
                .And.Contain("cpu")
                .And.Contain("15")
                .And.Contain("14")
                .And.Contain($"--cases {Path.Combine(folder, "cases.jsonl")}")
                .And.Contain("--id mine/1")
        );
    }

    [Test]
    public void No_cases_exit_3_since_nothing_was_compared() =>
        Assert.That(Run("", "--backend", "cpu").Exit, Is.EqualTo(3));

    [Test]
    public void An_unknown_backend_exits_2_and_names_the_nearest()
    {
        var (exit, _, error) = Run(Good, "--backend", "gpuu:cpu");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("Unknown backend 'gpuu:cpu'"));
    }

    [Test]
    public void An_unknown_option_exits_2() =>
        Assert.That(Tool.Conform("run", "--bakend", "cpu").ExitCode, Is.EqualTo(2));

    [Test]
    public void Cases_whose_data_are_absent_are_named_with_the_reason()
    {
        string[] asked = ["run", "--backend", "cpu", "--family", "fit_real", "--data", folder];
        var (exit, _, error) = Tool.Conform(asked);

        Assert.That(exit, Is.EqualTo(3));
        Assert.That(
            error,
            Does.Contain("fit_real/california_housing/rmsprop")
                // Results tell nobody's folders, and say so of the temporary one.
                .And.Contain($"<temporary>/{Path.GetFileName(folder)}")
        );
    }

    [Test]
    public void A_file_that_is_not_there_exits_2_and_is_named()
    {
        var (exit, _, error) = Tool.Conform("run", "--cases", Path.Combine(folder, "none.jsonl"));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("none.jsonl"));
    }

    [TestCase("{\"id\":\"mine/1\"")] // cut off in the middle
    [TestCase("[]")] // no object
    [TestCase(
        "{\"id\":\"a\",\"family\":\"loses\",\"op\":\"x\",\"dtype\":\"float32\",\"source\":\"s\"}"
    )] // no such family
    public void A_line_that_is_no_case_exits_2_and_names_file_and_line(string line)
    {
        var (exit, _, error) = Run(Good + "\n" + line, "--backend", "cpu");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("cases.jsonl").And.Contain("2"));
    }

    [Test]
    public void An_ending_that_no_results_have_exits_2_before_anything_runs()
    {
        var (exit, output, error) = Run(Good, "--out", Path.Combine(folder, "results.csv"));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("results.csv"));
        Assert.That(output, Is.Empty);
    }

    [Test]
    public void A_case_that_cannot_be_judged_exits_1_and_the_others_are_judged()
    {
        // No tensor where one is due, and more classes than memory holds.
        var broken = Good.Replace("mine/1", "mine/2", StringComparison.Ordinal)
            .Replace(
                "\"source\"",
                "\"expected64\":{\"none\":\"text\"},\"source\"",
                StringComparison.Ordinal
            );
        const string Large = """
            {"id":"mine/3","family":"onehot_argmax","op":"to_categorical","params":{},"dtype":"int64","inputs":{"x":{"dtype":"int64","shape":[1],"data":[3000000000]}},"expected":{"onehot":{"dtype":"float64","shape":[0],"data":[]}},"source":"by hand"}
            """;
        var (exit, output, error) = Run(
            $"{broken}\n{Large}\n{Good}",
            "--backend",
            "cpu",
            "--backend",
            "torch:cpu"
        );

        Assert.That(exit, Is.EqualTo(1), error);
        Assert.That(
            output,
            Does.Contain("mine/2 on cpu: error")
                .And.Contain("mine/3 on torch:cpu: error")
                .And.Contain("1 passed")
        );
    }

    [TestCase("results.jsonl")]
    [TestCase("results.parquet")]
    public void Results_are_written_in_either_form(string name)
    {
        var path = Path.Combine(folder, name);

        Assert.That(Run(Good, "--backend", "cpu", "--out", path).Exit, Is.Zero);

        var results = Mlp.Conformance.ResultFile.Read(path);
        Assert.That(results.Results, Has.Count.EqualTo(1));
        Assert.That(results.Results[0].Outputs["sum"].AsNumber(), Is.EqualTo(14));
    }

    private (int Exit, string Output, string Error) Run(string cases, params string[] arguments)
    {
        var path = Path.Combine(folder, "cases.jsonl");
        File.WriteAllText(path, cases + "\n");
        return Tool.Conform(["run", "--cases", path, .. arguments]);
    }
}
