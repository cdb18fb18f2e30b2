using System.Text.RegularExpressions;

namespace Conform.Tests;

/// <summary>The tool as a user has it: installed from its package, run where there is nothing.</summary>
public sealed class PackedToolTests
{
    private string folder = "";
    private string empty = "";

    private string Installed =>
        Path.Combine(folder, "tools", OperatingSystem.IsWindows() ? "conform.exe" : "conform");

    [OneTimeSetUp]
    public void Install()
    {
        folder = Directory.CreateTempSubdirectory("tool").FullName;
        empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        // No source but the packages: nothing else can make it work.
        var sources = Path.Combine(folder, "NuGet.config");
        File.WriteAllText(
            sources,
            $"<configuration><packageSources><clear /><add key=\"packed\" value=\"{PackedFeed.Folder}\" /></packageSources></configuration>"
        );
        PackedFeed.Succeed(
            Tool.Dotnet(
                "tool",
                "install",
                "conform",
                "--version",
                PackedFeed.Version,
                "--tool-path",
                Path.Combine(folder, "tools"),
                "--configfile",
                sources
            )
        );
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [TestCase]
    [TestCase("--isolate")]
    public void It_judges_the_suite_in_an_empty_folder(params string[] options)
    {
        var (exit, output, error) = Conform([], ["run", .. options]);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("cpu").And.Contain("onehot_argmax").And.Contain("fit"));
        Assert.That(output, Does.Not.Contain("failed"));
        // What it does not bring it names.
        Assert.That(error, Does.Contain("absent: torch:cpu").And.Contain("MLP_LIBTORCH"));
        Assert.That(Directory.GetFileSystemEntries(empty), Is.Empty);
    }

    // By the name that it has there: there is no project to run.
    [Test]
    public void A_failing_case_says_how_to_run_just_it()
    {
        File.WriteAllText(
            Path.Combine(folder, "mine.jsonl"),
            """
            {"id":"mine/1","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[1,1],"data":[0]},"y_pred":{"dtype":"float32","shape":[1,1],"data":[1]}},"expected":{"sum":{"dtype":"float32","shape":[],"data":[2]}},"source":"by hand"}
            """
        );
        string[] cases = ["--cases", Path.Combine("..", "mine.jsonl")];

        var failed = Conform([], ["run", "--backend", "cpu", .. cases]);
        var report = Path.Combine("..", "report.md");
        var reported = Conform([], ["report", "cpu", "--markdown", report, .. cases]);

        var said = Regex.Match(failed.Output, "run just this: conform (run .*)");
        Assert.That(said.Success, failed.Output + failed.Error);
        var again = Conform([], said.Groups[1].Value.Trim().Split(' '));
        Assert.That((failed.ExitCode, again.ExitCode), Is.EqualTo((1, 1)), again.Error);
        Assert.That(again.Output, Does.Contain("mine/1 on cpu: failed"));
        Assert.That(reported.ExitCode, Is.Zero, reported.Error);
        Assert.That(
            File.ReadAllText(Path.Combine(folder, "report.md")),
            Does.Contain("\n  conform run --cases ../mine.jsonl --backend cpu --id mine/1\n")
        );
    }

    [Test]
    public void A_backend_that_was_asked_for_and_is_absent_is_bad_input()
    {
        var (exit, _, error) = Conform([], "run", "--backend", "torch:cpu", "--family", "splits");

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("MLP_LIBTORCH"));
    }

    [Test]
    [Platform("Linux")]
    public void Given_libtorch_it_runs_the_reference()
    {
        var libtorch = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        Assume.That(
            File.Exists(Path.Combine(libtorch, "libtorch_cpu.so")),
            $"libtorch is not in {libtorch}."
        );

        var (exit, output, error) = Conform(
            new() { ["MLP_LIBTORCH"] = libtorch },
            "run",
            "--backend",
            "torch:cpu",
            "--family",
            "onehot_argmax"
        );

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("113 passed"));
    }

    [Test]
    public void It_trains_and_uses_a_model_on_a_table_beside_it()
    {
        File.WriteAllText(
            Path.Combine(folder, "line.csv"),
            "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{2 * i + 1}\n"))
        );
        var table = Path.Combine("..", "line.csv");
        var model = Path.Combine("..", "line.safetensors");

        var trained = Conform(
            [],
            "train",
            table,
            "--target",
            "y",
            "--hidden",
            "none",
            "--epochs",
            "3",
            "--save",
            model
        );
        var used = Conform([], "predict", model, table, "--rows", "2");

        Assert.That(trained.ExitCode, Is.Zero, trained.Error);
        Assert.That(used.ExitCode, Is.Zero, used.Error);
    }

    private (int ExitCode, string Output, string Error) Conform(
        Dictionary<string, string?> environment,
        params string[] arguments
    )
    {
        environment["MLP_DATA"] = null;
        environment.TryAdd("MLP_LIBTORCH", null);
        return Tool.Run(Installed, empty, environment, arguments);
    }
}
