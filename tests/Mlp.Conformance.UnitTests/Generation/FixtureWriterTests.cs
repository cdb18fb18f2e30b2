using Mlp.Conformance.Generation;
using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Generation;

public sealed class FixtureWriterTests
{
    private static readonly Case Draft = Find("history/running_mean/two_batches");
    private static readonly Case Other = Find("history/running_mean/n3");

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("fixtures").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Where_two_agree_the_first_gives_the_expectation()
    {
        // Far less than the bound for float64, yet seen if it were taken for the expectation.
        var complete = Skewed(1 + 2e-16).Complete(Draft)!;
        var means = complete.Expected["running_mean"].AsTensor();
        Assert.That(means[1], Is.EqualTo((0.7f + (double)0.5f) / 2));
        Assert.That(means.Type, Is.EqualTo(ElementType.Float64));
    }

    [Test]
    public void The_source_names_both()
    {
        var complete = Skewed(1).Complete(Draft)!;
        Assert.That(
            complete.Source,
            Is.EqualTo("plain float64 loop of this project; agrees with a skewed one float64")
        );
    }

    [Test]
    public void Bounds_of_a_float32_case_are_those_of_float32()
    {
        var complete = Skewed(1).Complete(Draft)!;
        Assert.That(complete.Bounds!["running_mean"].Fail[0], Is.InRange(1e-9, 1e-6));
    }

    [Test]
    public void Where_they_differ_the_case_is_refused() =>
        Assert.That(
            () => Skewed(1 + 1e-12).Complete(Draft),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains(Draft.Id)
        );

    [Test]
    public void An_expectation_that_proves_nothing_is_refused_unless_meant()
    {
        var zeros = Draft with
        {
            Inputs = Node.Map.Of(
                ("values", Tensor.Vector([0f, 0])),
                ("weights", Tensor.Vector([1f, 1]))
            ),
        };
        Assert.That(() => Skewed(1).Complete(zeros), Throws.TypeOf<InvalidCaseException>());
        Assert.That(Skewed(1).Complete(zeros with { Tags = ["degenerate:a_test"] }), Is.Not.Null);
    }

    [Test]
    public void A_refusal_that_is_due_stays_one()
    {
        var complete = Skewed(1).Complete(Find("history/running_mean/lengths_differ"))!;
        Assert.That(complete.ExpectsRefusal);
    }

    [Test]
    public void A_refusal_that_does_not_come_is_no_case() =>
        Assert.That(
            () => Skewed(1).Complete(Draft with { Expected = Golden.Refusal }),
            Throws.TypeOf<InvalidCaseException>()
        );

    [Test]
    public void Writing_twice_gives_the_same_bytes()
    {
        Write(Draft, Other);
        var first = Bytes();
        var change = Write(Draft, Other);
        Assert.That(Bytes(), Is.EqualTo(first));
        Assert.That(change.Added.Concat(change.Rebounded), Is.Empty);
    }

    [Test]
    public void What_is_new_is_told()
    {
        Write(Draft);
        Assert.That(Write(Draft, Other).Added, Is.EqualTo([Other.Id]));
    }

    [Test]
    public void An_id_never_gets_another_meaning()
    {
        Write(Draft, Other);
        var before = Bytes();
        var otherwise = Draft with
        {
            Inputs = Node.Map.Of(
                ("values", Tensor.Vector([1f, 2])),
                ("weights", Tensor.Vector([1f, 1]))
            ),
        };
        Assert.That(
            () => Write(otherwise, Other),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains(Draft.Id)
                .And.Message.Not.Contains(Other.Id)
        );
        Assert.That(Bytes(), Is.EqualTo(before));
    }

    [Test]
    public void An_imported_id_never_gets_another_meaning()
    {
        var suite = Path.Combine(folder, "v1");
        var lines = Lines("torch/history/1");
        FixtureWriter.Import(suite, lines, "torch");
        var text = File.ReadAllText(lines);
        var otherwise = text.Replace(
            "\"params\":{}",
            "\"params\":{\"x\":1}",
            StringComparison.Ordinal
        );
        Assert.That(otherwise, Is.Not.EqualTo(text));
        File.WriteAllText(lines, otherwise);
        Assert.That(
            () => FixtureWriter.Import(suite, lines, "torch"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("torch/history/1")
        );
    }

    [Test]
    public void Other_bounds_are_told()
    {
        Write(Draft, Other);
        var complete = Skewed(1).Complete(Draft)!;
        var wider = complete.Bounds!.ToDictionary(
            entry => entry.Key,
            entry => entry.Value with { Fail = Tensor.Scalar(1.0) }
        );
        CaseFile.Write(
            Path.Combine(folder, "history.parquet"),
            "v1",
            [complete with { Bounds = wider }, Skewed(1).Complete(Other)!]
        );
        var change = Write(Draft, Other);
        Assert.That(change.Rebounded, Is.EqualTo([Draft.Id]));
        Assert.That(change.Added, Is.Empty);
    }

    [Test]
    public void An_id_is_never_lost()
    {
        Write(Draft, Other);
        var before = Bytes();
        Assert.That(
            () => Write(Draft),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains(Other.Id)
        );
        Assert.That(Bytes(), Is.EqualTo(before));
    }

    [Test]
    public void Nothing_is_written_when_one_case_is_refused()
    {
        Assert.That(
            () => new FixtureWriter(Skewed(1 + 1e-12)).Write(folder, [Draft, Other]),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains(Draft.Id)
                .And.Message.Contains(Other.Id)
        );
        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty);
    }

    [Test]
    public void What_is_written_reads_as_the_suite()
    {
        Write(Draft, Other);
        var read = CaseFile.Read(folder);
        Assert.That(read.Select(c => c.Id), Is.EqualTo([Draft.Id, Other.Id]));
        Assert.That(read[0].Inputs["values"].AsTensor()[0], Is.EqualTo(0.7f));
        Assert.That(read[0].Bounds, Is.Not.Null);
    }

    [Test]
    public void Imported_cases_keep_source_and_float64_expectation()
    {
        var lines = Path.Combine(folder, "other.jsonl");
        File.WriteAllText(
            lines,
            """
            {"id": "dev/history/1", "family": "history", "op": "running_mean", "params": {}, "dtype": "float32", "inputs": {"values": {"dtype": "float32", "shape": [1], "data": [0.5]}, "weights": {"dtype": "float32", "shape": [1], "data": [2]}}, "expected": {"running_mean": {"dtype": "float32", "shape": [1], "data": [0.5]}}, "expected64": {"running_mean": {"dtype": "float64", "shape": [1], "data": [0.5]}}, "f32_gap": 0.25, "source": "a library 1.2"}
            """
        );
        var suite = Path.Combine(folder, "v1");
        var change = FixtureWriter.Import(suite, lines);
        var read = CaseFile.Read(suite).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.Added, Is.EqualTo(["dev/history/1"]));
            Assert.That(File.Exists(Path.Combine(suite, "imported", "history.parquet")));
            Assert.That(read.Source, Is.EqualTo("a library 1.2"));
            Assert.That(read.F32Gap, Is.EqualTo(0.25));
            Assert.That(read.Expected64, Is.Not.Null);
        }
    }

    [Test]
    public void What_one_library_computed_stands_beside_what_others_did()
    {
        var suite = Path.Combine(folder, "v1");
        FixtureWriter.Import(suite, Lines("dev/history/1"));
        var change = FixtureWriter.Import(suite, Lines("torch/history/1"), "torch");
        FixtureWriter.Import(suite, Lines("torch/history/1"), "torch");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.Added, Is.EqualTo(["torch/history/1"]));
            Assert.That(File.Exists(Path.Combine(suite, "imported", "torch", "history.parquet")));
            Assert.That(
                CaseFile.Read(suite).Select(c => c.Id),
                Is.EquivalentTo(["dev/history/1", "torch/history/1"])
            );
        }
    }

    [TestCase("")]
    [TestCase("../torch")]
    [TestCase("a b")]
    public void A_library_that_names_no_folder_is_refused(string library) =>
        Assert.That(
            () => FixtureWriter.Import(folder, Lines("dev/history/1"), library),
            Throws.ArgumentException.With.Message.Contains(library)
        );

    // Through Parquet a number of an input is its value; a hash that saw more would call it changed.
    [Test]
    public void Numbers_written_as_reals_are_not_changed_by_the_next_import()
    {
        var suite = Path.Combine(folder, "v1");
        var weighted = Path.Combine(folder, "weighted.jsonl");
        File.WriteAllText(
            weighted,
            """
            {"id": "dev/w/1", "family": "weighted_losses", "op": "mse", "params": {"x": 1.0}, "dtype": "float32", "inputs": {"class_weight": {"0": 1.0}}, "expected": {"sum": 2.0}, "source": "a library"}
            """
        );
        FixtureWriter.Import(suite, weighted);
        FixtureWriter.Import(suite, Lines("torch/history/1"), "torch");
        Assert.That(
            NodeJson.Text(CaseFile.Read(suite).Single(c => c.Id == "dev/w/1").Params),
            Is.EqualTo("""{"x":1.0}""")
        );
    }

    [Test]
    public void Golden_files_stay_when_others_are_imported_and_the_other_way_round()
    {
        var suite = Path.Combine(folder, "v1");
        new FixtureWriter(Skewed(1)).Write(suite, [Draft]);
        var lines = Path.Combine(folder, "other.jsonl");
        CaseFile.Write(
            lines,
            "test",
            [Skewed(1).Complete(Other)! with { Id = "dev/history/1", Source = "another" }]
        );
        FixtureWriter.Import(suite, lines);
        new FixtureWriter(Skewed(1)).Write(suite, [Draft]);
        Assert.That(
            CaseFile.Read(suite).Select(c => c.Id),
            Is.EquivalentTo([Draft.Id, "dev/history/1"])
        );
    }

    [Test]
    public void A_case_without_its_data_keeps_what_stands_in_the_file()
    {
        var real = GoldenSuite.Cases().First(c => c.Family == "fit_real");
        Assert.That(
            () => Write(real),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("data")
        );
        var standing = real with
        {
            Expected = Node.Map.Of(("history", Node.Map.Of(("loss", Tensor.Vector([2.0, 1]))))),
            Source = "an earlier run",
        };
        CaseFile.Write(Path.Combine(folder, "fit_real.parquet"), "v1", [standing]);
        Write(real);
        Assert.That(CaseFile.Read(folder).Single().Source, Is.EqualTo("an earlier run"));
    }

    private string Lines(string id)
    {
        var path = Path.Combine(folder, "other.jsonl");
        CaseFile.Write(
            path,
            "test",
            [Skewed(1).Complete(Other)! with { Id = id, Source = "another", Bounds = null }]
        );
        return path;
    }

    private static Expectation Skewed(double factor) =>
        new(new PlainBackend(), new SkewedBackend(factor));

    private static Case Find(string id) => GoldenSuite.Cases().Single(c => c.Id == id);

    private ManifestChange Write(params Case[] drafts) =>
        new FixtureWriter(Skewed(1)).Write(folder, drafts);

    private Dictionary<string, string> Bytes() =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));
}
