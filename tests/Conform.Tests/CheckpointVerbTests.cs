using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Conform.Tests.Faults;
using Mlp.Conformance;
using Mlp.Data;

namespace Conform.Tests;

/// <summary><c>conform train --checkpoint --resume</c>, and what Ctrl-C and SIGTERM do.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class CheckpointVerbTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ResultsFolder folder = new();
    private readonly string table;

    public CheckpointVerbTests()
    {
        table = folder["t.csv"];
        File.WriteAllLines(
            table,
            [
                "x,y,kind",
                .. Enumerable.Range(0, 60).Select(i => $"{i % 17},{i % 23},{"abc"[i % 3]}"),
            ]
        );
    }

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Platform("Linux")]
    [TestCase(2, 130)] // Ctrl-C
    [TestCase(15, 143)] // SIGTERM
    public void A_training_that_is_interrupted_says_what_it_keeps_and_goes_on_from_there(
        int signal,
        int exit
    )
    {
        using var process = Start(Train(1_000_000, "--checkpoint", Run, "--seed", "3"));
        var error = process.StandardError.ReadToEndAsync();
        AwaitLine(process, "Epoch 4/");
        Kernel.Send(process.Id, (Kernel.Signal)signal);
        var rest = process.StandardOutput.ReadToEndAsync();
        Assert.That(process.WaitForExit(Patience), "it ends");
        _ = rest.Result;

        Assert.That(process.ExitCode, Is.EqualTo(exit), error.Result);
        var said = Kept().Match(error.Result);
        Assert.That(said.Success, error.Result);
        Assert.That(error.Result, Does.Contain(Run).And.Contain("--resume"));
        var kept = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.That(kept, Is.AtLeast(3));

        string[] files = ["--save", folder["a.safetensors"], "--curves", folder["a.svg"]];
        var resumed = Tool.Conform(Train(kept + 2, ["--checkpoint", Run, "--resume", .. files]));
        string[] others = ["--save", folder["b.safetensors"], "--curves", folder["b.svg"]];
        var once = Tool.Conform(Train(kept + 2, ["--seed", "3", .. others]));

        Assert.That((resumed.ExitCode, once.ExitCode), Is.EqualTo((0, 0)), resumed.Error);
        Assert.That(
            resumed.Output,
            Does.Contain($"Epoch {kept + 1}/").And.Not.Contain($"Epoch {kept}/")
        );
        foreach (var ending in new[] { ".safetensors", ".svg" })
        {
            Assert.That(
                File.ReadAllBytes(folder["a" + ending]),
                Is.EqualTo(File.ReadAllBytes(folder["b" + ending]))
            );
        }
    }

    [Test]
    [Platform("Linux")]
    public void The_first_Ctrl_C_asks_and_the_second_ends_at_once()
    {
        // One case without an end, of a backend that looks up at nothing.
        File.WriteAllText(
            folder["long.jsonl"],
            """
            {"id":"mine/endless","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[1,1],"data":[-4]},"y_pred":{"dtype":"float32","shape":[1,1],"data":[1]}},"expected":{"sum":{"dtype":"float32","shape":[],"data":[25]}},"source":"by hand"}
            """
        );
        using var process = Start([
            "run",
            "--backend",
            Path.Combine(AppContext.BaseDirectory, "Misbehaving.dll") + "@MisbehavingBackend",
            "--cases",
            folder["long.jsonl"],
            "--out",
            folder["r.parquet"],
        ]);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        // Three times the work of starting up: then it is in its case, however busy the machine is.
        var clock = Stopwatch.StartNew();
        while (process.TotalProcessorTime < TimeSpan.FromSeconds(6) && clock.Elapsed < Patience)
        {
            Thread.Sleep(20);
        }

        Kernel.Send(process.Id, Kernel.Signal.Interrupt);
        Assert.That(
            process.WaitForExit(TimeSpan.FromSeconds(2)),
            Is.False,
            "it waits for the case"
        );
        Kernel.Send(process.Id, Kernel.Signal.Interrupt);
        Assert.That(process.WaitForExit(Patience), "it is ended");

        Assert.That(process.ExitCode, Is.EqualTo(130));
        Assert.That(error.Result, Is.Empty);
        Assert.That(File.Exists(folder["r.parquet"]), Is.False);
    }

    [Test]
    public void Where_nothing_is_kept_yet_resuming_begins_and_where_all_is_done_it_writes_what_is_asked_for()
    {
        string[] resume = ["--checkpoint", Run, "--resume"];
        var begun = Tool.Conform(Train(3, [.. resume, "--save", folder["a.safetensors"]]));
        var ended = Tool.Conform(
            Train(
                3,
                [
                    .. resume,
                    "--save",
                    folder["b.safetensors"],
                    "--history",
                    folder["h.csv"],
                    "--curves",
                    folder["c.png"],
                ]
            )
        );

        Assert.That(
            (begun.ExitCode, ended.ExitCode),
            Is.EqualTo((0, 0)),
            begun.Error + ended.Error
        );
        Assert.That(begun.Output, Does.Contain("Epoch 1/3"));
        Assert.That(ended.Output, Does.Not.Contain("Epoch"));
        Assert.That(
            File.ReadAllBytes(folder["b.safetensors"]),
            Is.EqualTo(File.ReadAllBytes(folder["a.safetensors"]))
        );
        Assert.That(File.ReadAllLines(folder["h.csv"]), Has.Length.EqualTo(4));
        Assert.That(File.Exists(folder["c.png"]));
        Assert.That(
            Test(ended.Output),
            Is.EqualTo(Test(begun.Output)),
            "the figures on the test rows"
        );

        static string Test(string output) =>
            output[output.IndexOf("test - ", StringComparison.Ordinal)..];
    }

    [Test]
    public void The_best_model_is_that_of_the_epoch_with_the_least_validation_loss()
    {
        // A rate at which the loss goes up and down.
        string[] train = Train(12, "--rate", "1.5", "--checkpoint", Run);
        Assert.That(Tool.Conform(train).ExitCode, Is.Zero);

        var losses = SavedModel.Load(Path.Combine(Run, "last.safetensors")).History!["val_loss"];
        var best = losses.Index().MinBy(loss => loss.Item).Index + 1;
        Assert.That(
            best,
            Is.InRange(2, 11),
            "neither the first nor the last, or this shows nothing"
        );
        var again = folder["again.safetensors"];
        Tool.Conform(Train(best, "--rate", "1.5", "--save", again));

        Assert.That(
            File.ReadAllBytes(Path.Combine(Run, "best.safetensors")),
            Is.EqualTo(File.ReadAllBytes(again))
        );
    }

    [Test]
    public void What_would_lose_a_training_or_mix_two_is_refused()
    {
        Assert.That(Tool.Conform(Train(2, "--checkpoint", Run, "--seed", "3")).ExitCode, Is.Zero);
        var last = Path.Combine(Run, "last.safetensors");
        var before = File.ReadAllBytes(last);
        File.WriteAllText(folder["file"], "");

        foreach (
            var (options, why) in new (string[], string)[]
            {
                (["--checkpoint", Run], "keeps a training already; go on with it by --resume"),
                (["--checkpoint", Run, "--resume", last], "keeps a training already"),
                (["--checkpoint", Run, "--resume", "--seed", "4"], "begun with 3"),
                (["--resume", last, "--seed", "4"], "begun with 3"),
                (
                    ["--checkpoint", Run, "--resume", "--runs", "2"],
                    "--runs 2 was given with --resume"
                ),
                (["--checkpoint", folder["new"], "--runs", "2"], "keeps one training"),
                (["--resume"], "--resume was given without a file"),
                (["--checkpoint", Run, "--resume", "--activation", "tanh"], "other layers"),
                (["--checkpoint", folder["file"]], "cannot be the folder of checkpoints"),
                (["--checkpoint", folder["file/run"]], "cannot be the folder of checkpoints"),
            }
        )
        {
            var (exit, _, error) = Tool.Conform(Train(4, options));
            Assert.That(exit, Is.EqualTo(2), $"{string.Join(' ', options)}: {error}");
            Assert.That(error, Does.Contain(why));
            Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        }

        Assert.That(
            Tool.Conform(Train(1, "--checkpoint", Run, "--resume")).Error,
            Does.Contain("trained for 2 already")
        );
        Assert.That(File.ReadAllBytes(last), Is.EqualTo(before));
        Assert.That(Directory.Exists(folder["new"]), Is.False);
    }

    [Test]
    public void The_seed_that_it_was_begun_with_may_be_given_again()
    {
        string[] train = ["--checkpoint", Run, "--seed", "3", "--resume"];
        Assert.That(Tool.Conform(Train(1, train)).ExitCode, Is.Zero);
        var (exit, output, error) = Tool.Conform(Train(2, train));

        Assert.That(exit, Is.Zero, error);
        Assert.That(output, Does.Contain("seed            3"));
    }

    [Test]
    public void A_checkpoint_whose_history_and_notes_disagree_is_refused()
    {
        Assert.That(Tool.Conform(Train(3, "--checkpoint", Run)).ExitCode, Is.Zero);
        var last = Path.Combine(Run, "last.safetensors");
        var saved = SavedModel.Load(last);
        (saved with { History = new([.. saved.History!.Epochs.Take(2)]) }).Save(last);

        var (exit, _, error) = Tool.Conform(Train(4, "--checkpoint", Run, "--resume"));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("the notes tell of 3 epochs, and the history of 2"));
    }

    private static Process Start(string[] arguments) => Listening.Start(arguments);

    private static void AwaitLine(Process process, string start)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended without a line '{start}'.");
    }

    private string[] Train(int epochs, params string[] more) =>
        [
            "train",
            table,
            "--target",
            "kind",
            "--hidden",
            "8",
            "--epochs",
            epochs.ToString(CultureInfo.InvariantCulture),
            .. more,
        ];

    [GeneratedRegex(@"\AInterrupted: .* keeps epochs 1 to (\d+); [^\n]*\n\z")]
    private static partial Regex Kept();
}
