using Mlp.Conformance;

namespace Conform.Tests;

/// <summary><c>conform run --isolate</c> over a backend that does to its process whatever can be done.</summary>
[Platform("Linux", Reason = "Signals and /proc are what it looks at.")]
public sealed class IsolationTests
{
    private static readonly string Theirs =
        Path.Combine(AppContext.BaseDirectory, "Misbehaving.dll") + "@MisbehavingBackend";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("isolation").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Each_misdeed_fails_its_own_case_by_name_and_no_other()
    {
        (int Misdeed, string Message)[] crashes =
        [
            (1, "The worker ended with signal 11 (SIGSEGV) in this case"),
            (2, "The worker ended with signal 6 (SIGABRT) in this case"),
            (3, "The worker ended with signal 6 (SIGABRT) in this case"),
            (5, "The worker was ended: in this case it held more than 500 MiB (--memory-limit)."),
            (6, "The worker was ended: in this case it held more than 500 MiB (--memory-limit)."),
            (7, "The worker ended with signal 6 (SIGABRT) in this case"),
            (8, "The worker ended with exit code 0 in this case"),
            (9, "The worker ended with signal 6 (SIGABRT) in this case"),
        ];

        var (exit, output, _) = Run(
            [.. crashes.Select(crash => crash.Misdeed)],
            "--memory-limit",
            "500m"
        );

        Assert.That(exit, Is.EqualTo(1), output);
        var results = Results();
        foreach (var (misdeed, message) in crashes)
        {
            Assert.That(results[Bad(misdeed)].Status, Is.EqualTo(ResultStatus.Error));
            Assert.That(results[Bad(misdeed)].Message, Does.StartWith(message), Bad(misdeed));
            Assert.That(output, Does.Contain($"{Bad(misdeed)} on {Theirs}: error"));
        }

        AssertGood(results, crashes.Length);
        Assert.That(output, Does.Contain($"{crashes.Length + 1} passed, {crashes.Length} error"));
    }

    [Test]
    public void What_a_process_said_as_it_ended_is_quoted()
    {
        Run([3, 9]);

        var results = Results();
        Assert.That(results[Bad(3)].Message, Does.Contain("the backend gave up"));
        Assert.That(results[Bad(9)].Message, Does.Contain("thrown where nobody catches"));
    }

    [Test]
    public void A_case_without_an_end_fails_by_name_after_its_time()
    {
        var (exit, _, _) = Run([4], "--case-timeout", "3");

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            Results()[Bad(4)].Message,
            Is.EqualTo("The worker was ended: this case took more than 3 s (--case-timeout).")
        );
        AssertGood(Results(), 1);
    }

    // Beside lines of the worker itself, by Console, by native code, and by a program that writes on while other cases run.
    [Test]
    public void Noise_on_standard_output_and_a_hungry_reader_of_input_harm_nothing()
    {
        var (exit, output, _) = Run([10, 11, 12]);

        Assert.That(exit, Is.Zero, output);
        Assert.That(Results(), Has.Count.EqualTo(7));
        Assert.That(output, Does.Contain("7 passed").And.Not.Contain("noise"));
    }

    // 150 MiB each: together they are over the limit, and none of them is.
    [Test]
    public void What_earlier_cases_hold_is_not_laid_to_a_later_one()
    {
        File.WriteAllLines(
            Path.Combine(folder, "cases.jsonl"),
            Enumerable.Range(1, 5).Select(i => Case($"mine/holds/{i}", -15))
        );

        var (exit, output, _) = Conform("--memory-limit", "500m");

        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain("5 passed"));
    }

    [Test]
    public void A_worker_killed_from_outside_fails_the_case_it_was_in()
    {
        WriteCases([13]);
        var pids = Path.Combine(folder, "pids");
        using var run = Start(pids);
        Started.Signal(Pids(pids)[0], 9);

        Assert.That(run.Finish().ExitCode, Is.EqualTo(1));
        Assert.That(
            Results()[Bad(13)].Message,
            Does.StartWith("The worker ended with signal 9 (SIGKILL) in this case")
        );
        AssertGood(Results(), 1);
    }

    [Test]
    public void A_worker_dies_with_its_parent_though_it_is_busy_and_so_does_what_it_started()
    {
        WriteCases([14]);
        var pids = Path.Combine(folder, "pids");
        using var run = Start(pids);
        var living = Pids(pids);
        Assert.That(living, Has.Length.EqualTo(2));
        Assert.That(living, Has.All.Matches<int>(Started.Lives));

        run.Kill();

        Started.Until(() => !living.Any(Started.Lives), "The worker outlives its parent.");
        Assert.That(File.Exists(Path.Combine(folder, "results.jsonl")), Is.False);
    }

    [Test]
    public void A_run_that_is_interrupted_says_in_one_line_what_it_keeps()
    {
        WriteCases([13]);
        var pids = Path.Combine(folder, "pids");
        using var run = Start(pids);
        Assert.That(Pids(pids), Is.Not.Empty);
        Started.Signal(run.Id, 15);

        var (exit, _, error) = run.Finish();

        Assert.That(exit, Is.EqualTo(143), error);
        Assert.That(
            error,
            Is.EqualTo(
                $"Interrupted: 1 results are kept in {Journal.Of(Path.Combine(folder, "results.jsonl"))}; the same command with --resume goes on.\n"
            )
        );
    }

    [Test]
    public void A_backend_that_crashes_as_it_is_made_fails_all_cases_by_name()
    {
        WriteCases([1]);
        var (exit, _, _) = Conform(Theirs.Replace("MisbehavingBackend", "CrashesAtOnce"));

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            Results().Values.Select(result => result.Message),
            Has.Exactly(3)
                .StartsWith("The worker ended with signal 11 (SIGSEGV) before it took a case")
        );
    }

    [TestCase("Nameless", """{"ready":null,"environment":{}}""")]
    [TestCase("SaysNull", """{"ready":"broken","environment":{"device":null}}""")]
    [TestCase("SaysItsPath", null)] // results are shared
    public void A_first_line_that_cannot_be_read_fails_all_cases_and_is_quoted(
        string backend,
        string? line
    )
    {
        WriteCases([1]);
        var (exit, _, error) = Conform(Theirs.Replace("MisbehavingBackend", backend));

        Assert.That(exit, Is.EqualTo(1), error);
        Assert.That(
            Results().Values.Select(result => result.Message),
            Is.EqualTo(
                Enumerable.Repeat(
                    $"What the worker said first cannot be read{(line is null ? "." : $": {line}")}",
                    3
                )
            )
        );
    }

    [TestCase("@Absent", "There is no such device here.")]
    [TestCase("@Crashes", "CrashesAtOnce")] // the nearest
    [TestCase("", "CrashesAtOnce, MisbehavingBackend")] // all of them
    public void A_backend_that_cannot_be_had_exits_2_as_without_workers(
        string which,
        string message
    )
    {
        WriteCases([]);
        var name = Theirs.Replace("@MisbehavingBackend", which);
        foreach (
            var isolate in (string[][])
                [
                    [],
                    ["--isolate"],
                ]
        )
        {
            var (exit, _, error) = Tool.Conform([
                "run",
                "--backend",
                name,
                "--cases",
                Path.Combine(folder, "cases.jsonl"),
                .. isolate,
            ]);

            Assert.That(exit, Is.EqualTo(2), error);
            Assert.That(error, Does.Contain(message));
        }
    }

    [TestCase("nowhere.dll", "There is no assembly 'nowhere.dll'.")]
    [TestCase("README.md.dll", "cannot be loaded")]
    [TestCase("Spectre.Console.dll", "has no backend")]
    public void An_assembly_without_a_backend_exits_2(string file, string message)
    {
        WriteCases([]);
        var path = file switch
        {
            "nowhere.dll" => file,
            "Spectre.Console.dll" => Path.Combine(AppContext.BaseDirectory, file),
            _ => Path.Combine(folder, file),
        };
        File.WriteAllText(Path.Combine(folder, "README.md.dll"), "words");

        var (exit, _, error) = Conform(path);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(message));
    }

    [TestCase("--case-timeout", "5")]
    [TestCase("--memory-limit", "1g")]
    public void A_limit_without_workers_is_refused(string option, string value)
    {
        var (exit, _, error) = Tool.Conform("run", "--backend", "cpu", option, value);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(option).And.Contain("--isolate"));
    }

    [TestCase("--case-timeout", "0")]
    [TestCase("--case-timeout", "-1")]
    [TestCase("--memory-limit", "1")]
    [TestCase("--memory-limit", "0m")]
    [TestCase("--memory-limit", "m")]
    [TestCase("--memory-limit", "1.5g")]
    [TestCase("--memory-limit", "20m")] // less than the backend takes by itself
    public void A_limit_that_is_none_is_refused(string option, string value)
    {
        WriteCases([]);
        var (exit, _, error) = Conform(option, value);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(option));
    }

    // float32, float64, int64, NaN, infinities, -0, texts and nulls: whatever the suite has goes to a worker and comes back.
    [TestCase("cpu", "parquet")]
    [TestCase("torch:cpu", "jsonl")]
    public void Results_are_the_bytes_of_a_run_without_workers(string backend, string form)
    {
        string[] families =
            backend == "cpu"
                ? []
                : ["losses", "refusals", "scaler", "splits", "metrics", "onnx", "onehot_argmax"];
        var (plain, isolated) = (
            Path.Combine(folder, $"plain.{form}"),
            Path.Combine(folder, $"isolated.{form}")
        );
        string[] asked =
        [
            "run",
            "--backend",
            backend,
            .. families.SelectMany(family => new[] { "--family", family }),
        ];

        var one = Tool.Conform([.. asked, "--out", plain]);
        var other = Tool.Conform([.. asked, "--out", isolated, "--isolate"]);

        Assert.That(other.ExitCode, Is.EqualTo(one.ExitCode), other.Error);
        Assert.That(other.Output, Is.EqualTo(one.Output));
        Assert.That(File.ReadAllBytes(isolated), Is.EqualTo(File.ReadAllBytes(plain)));
        Assert.That(ResultFile.Read(isolated).Results, Has.Count.GreaterThan(700));
    }

    private static string Bad(int misdeed) => $"mine/misdeed/{misdeed}";

    // Squared errors of 0, 1 and 2. A first label below zero names a misdeed.
    private static string Case(string id, int first) =>
        """
            {"id":"ID","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[3,1],"data":[FIRST,0,0]},"y_pred":{"dtype":"float32","shape":[3,1],"data":[FIRST,1,2]}},"expected":{"sum":{"dtype":"float32","shape":[],"data":[5]}},"source":"by hand"}
            """.Replace("ID", id).Replace("FIRST", first.ToString());

    private static int[] Pids(string path)
    {
        Started.Until(
            () => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'),
            "No worker says who it is."
        );
        return [.. File.ReadAllText(path).Split(' ').Select(int.Parse)];
    }

    private static void AssertGood(Dictionary<string, Result> results, int misdeeds)
    {
        Assert.That(results, Has.Count.EqualTo((2 * misdeeds) + 1));
        for (var i = 0; i <= misdeeds; i++)
        {
            Assert.That(results[$"mine/good/{i}"].Status, Is.EqualTo(ResultStatus.Ok));
            Assert.That(results[$"mine/good/{i}"].Outputs["sum"].AsNumber(), Is.EqualTo(5));
        }
    }

    // Before, between and behind them a case that does nothing wrong.
    private void WriteCases(int[] misdeeds) =>
        File.WriteAllLines(
            Path.Combine(folder, "cases.jsonl"),
            [
                Case("mine/good/0", 0),
                .. misdeeds.SelectMany(
                    (misdeed, i) =>
                        new[] { Case(Bad(misdeed), -misdeed), Case($"mine/good/{i + 1}", 0) }
                ),
            ]
        );

    private (int ExitCode, string Output, string Error) Run(int[] misdeeds, params string[] options)
    {
        WriteCases(misdeeds);
        return Conform(options);
    }

    private (int ExitCode, string Output, string Error) Conform(params string[] options)
    {
        var (backend, rest) =
            options is [var first, ..] && first.Contains(".dll")
                ? (first, options[1..])
                : (Theirs, options);
        return Tool.Conform([
            "run",
            "--isolate",
            "--backend",
            backend,
            "--cases",
            Path.Combine(folder, "cases.jsonl"),
            "--out",
            Path.Combine(folder, "results.jsonl"),
            .. rest,
        ]);
    }

    private Started Start(string pids) =>
        Started.Conform(
            new Dictionary<string, string> { ["MISBEHAVING_PIDS"] = pids },
            "run",
            "--isolate",
            "--backend",
            Theirs,
            "--cases",
            Path.Combine(folder, "cases.jsonl"),
            "--out",
            Path.Combine(folder, "results.jsonl"),
            "--case-timeout",
            "600"
        );

    private Dictionary<string, Result> Results() =>
        ResultFile
            .Read(Path.Combine(folder, "results.jsonl"))
            .Results.ToDictionary(result => result.Id);
}
