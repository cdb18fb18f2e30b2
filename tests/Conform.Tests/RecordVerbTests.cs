using Mlp.Conformance;

namespace Conform.Tests;

/// <summary><c>conform record</c>: the file, the summary beside it, and what it refuses to lose.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecordVerbTests : IDisposable
{
    private readonly ResultsFolder folder = new(Cases.Cancels, Cases.Whole, Cases.Loss);

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_baseline_and_its_summary_are_written_and_nothing_has_moved_since()
    {
        var path = folder["baseline/cpu.parquet"];

        var (exit, output, error) = folder.Conform("record", "--out", path);
        var again = folder.Conform("record", "--out", path);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain($"3 cases recorded in {path}."));
        Assert.That(ResultFile.Read(path).Results, Has.Count.EqualTo(3));
        Assert.That(
            File.ReadAllLines(folder["baseline/cpu.csv"]).Select(line => line.Split(',')[0]),
            Is.EqualTo(new[] { "case", "mine/cancels", "mine/loss", "mine/whole" })
        );
        Assert.That(again.Output, Does.Match(@"all +3 "), "3 equal");
    }

    [Test]
    public void Recording_anew_says_what_moved_and_the_summary_shows_it()
    {
        var path = folder.Record("cpu.jsonl", [new Renamed(ResultsFolder.Reversed, "cpu")]);

        var (exit, output, error) = folder.Conform("record", "--out", path);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("mine/cancels").And.Contain("drifted"));
        Assert.That(output, Does.Not.Contain("mine/whole"));
    }

    [Test]
    public void A_recording_of_fewer_cases_does_not_take_the_place_of_one_of_more()
    {
        var path = folder["cpu.parquet"];
        folder.Conform("record", "--out", path);
        var before = File.ReadAllBytes(path);

        var (exit, _, error) = folder.Conform("record", "--out", path, "--id", "mine/whole");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(
            error,
            Does.Contain("2 cases that this recording has not").And.Contain("'mine/cancels'")
        );
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
    }

    [Test]
    public void A_damaged_baseline_is_mended_by_recording_anew()
    {
        var path = folder["cpu.parquet"];
        File.WriteAllText(path, "PAR1 and nothing else");

        Assert.That(folder.Conform("record", "--out", path).Exit, Is.Zero);
        Assert.That(ResultFile.Read(path).Results, Has.Count.EqualTo(3));
    }

    [Test]
    public void An_ending_that_no_results_have_exits_2_and_writes_nothing()
    {
        var (exit, _, error) = folder.Conform("record", "--out", folder["cpu.txt"]);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("cpu.txt"));
        Assert.That(File.Exists(folder["cpu.csv"]), Is.False);
    }

    [Test]
    public void A_backend_outside_its_bounds_is_recorded_and_exits_1()
    {
        using var wrong = new ResultsFolder(
            Cases.Loss.Replace("[14]", "[15]", StringComparison.Ordinal)
        );

        var (exit, output, _) = wrong.Conform("record", "--out", wrong["cpu.jsonl"]);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain("1 of them are outside their bounds"));
        Assert.That(ResultFile.Read(wrong["cpu.jsonl"]).Results, Has.Count.EqualTo(1));
    }

    private sealed class Renamed(Mlp.IBackend inner, string name) : Mlp.IBackend
    {
        public string Name => name;

        public IReadOnlyDictionary<string, string> Environment => inner.Environment;

        public Mlp.IOperations? Operations => inner.Operations;

        public Mlp.IModel Compile(
            Mlp.ModelSpec model,
            Mlp.CompileSpec compile,
            Mlp.Weights weights
        ) => inner.Compile(model, compile, weights);
    }
}
