using DuckDB.NET.Data;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary><c>conform run --shard</c> and <c>conform merge</c>: what the parts of a run come to, and what is no part of it.</summary>
public sealed class ShardVerbsTests
{
    private string folder = "";
    private string shards = "";
    private string whole = "";

    // A file of them: to read the whole suite takes longer than to run these.
    private string cases = "";

    [OneTimeSetUp]
    public void RunInParts()
    {
        folder = Directory.CreateTempSubdirectory("shards").FullName;
        shards = Path.Combine(folder, "shards");
        whole = Path.Combine(folder, "whole.parquet");
        cases = Path.Combine(folder, "cases.parquet");
        CaseFile.Write(
            cases,
            "part",
            [.. Fixtures.Of("splits"), .. Fixtures.Of("losses"), .. Fixtures.Of("fit_real")]
        );
        Assert.That(Run(whole).ExitCode, Is.Zero);
        for (var i = 1; i <= 3; i++)
        {
            Assert.That(Run(Shard(i), "--shard", $"{i}/3").ExitCode, Is.Zero);
        }
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Merged_shards_are_the_bytes_of_the_whole_run()
    {
        var merged = Path.Combine(folder, "merged.parquet");
        // In any order.
        var (exit, output, error) = Tool.Conform(
            "merge",
            Shard(3),
            Shard(1),
            Shard(2),
            "--out",
            merged
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(File.ReadAllBytes(merged), Is.EqualTo(File.ReadAllBytes(whole)));
        var results = ResultFile.Read(whole).Results.Count;
        Assert.That(
            output,
            Does.Contain($"3 shards, {results + 6} cases, {results} results of cpu")
                .And.Contain("6 were absent")
        );
    }

    [Test]
    public void Eight_shards_of_the_whole_suite_merge_into_the_bytes_of_one_run()
    {
        var (parts, one, merged) = (
            Path.Combine(folder, "eight"),
            Path.Combine(folder, "one.parquet"),
            Path.Combine(folder, "eight.parquet")
        );
        Assert.That(Tool.Conform("run", "--backend", "cpu", "--out", one).ExitCode, Is.Zero);
        for (var i = 1; i <= 8; i++)
        {
            using var job = Started.Conform(
                // As a job of a CI matrix is told.
                new Dictionary<string, string>
                {
                    ["CI_NODE_INDEX"] = $"{i}",
                    ["CI_NODE_TOTAL"] = "8",
                },
                "run",
                "--backend",
                "cpu",
                "--shard",
                "auto",
                "--out",
                Path.Combine(parts, $"{i}.parquet")
            );
            Assert.That(job.Finish().ExitCode, Is.Zero);
        }

        var (exit, output, error) = Tool.Conform("merge", parts, "--out", merged);

        Assert.That(exit, Is.Zero, error);
        TestContext.Out.WriteLine(output);
        Assert.That(output, Does.Contain($"8 shards, {Fixtures.All.Count} cases, "));
        Assert.That(File.ReadAllBytes(merged), Is.EqualTo(File.ReadAllBytes(one)));
    }

    [Test]
    public void Several_backends_of_which_one_misses_data_merge_too()
    {
        var (parts, one, merged) = (
            Path.Combine(folder, "two"),
            Path.Combine(folder, "two.jsonl"),
            Path.Combine(folder, "two-merged.jsonl")
        );
        string[] asked =
        [
            "run",
            "--backend",
            "torch:cpu",
            "--backend",
            "cpu",
            "--cases",
            cases,
            "--family",
            "splits",
            "--family",
            "fit_real",
            "--data",
            folder,
        ];
        Tool.Conform([.. asked, "--out", one]);
        foreach (var i in (int[])[1, 2])
        {
            Tool.Conform([
                .. asked,
                "--shard",
                $"{i}/2",
                "--out",
                Path.Combine(parts, $"{i}.parquet"),
            ]);
        }

        var (exit, output, error) = Tool.Conform("merge", parts, "--out", merged);

        Assert.That(exit, Is.Zero, error);
        Assert.That(File.ReadAllText(merged), Is.EqualTo(File.ReadAllText(one)));
        Assert.That(output, Does.Contain("6 were absent"));
    }

    // It sees the folder as one table, and needs nothing of this project to put it in the order of the run.
    [Test]
    public void DuckDB_reads_the_folder_of_shards_as_the_table_of_the_whole_run()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var (parts, all) = ($"'{shards}/*.parquet'", $"'{whole}'");

        Assert.That(
            Number($"select count(*) from {parts}"),
            Is.EqualTo(Number($"select count(*) from {all}"))
        );
        Assert.That(Number($"select count(*) from (from {parts} except all from {all})"), Is.Zero);
        Assert.That(Number($"select count(*) from (from {all} except all from {parts})"), Is.Zero);
        Assert.That(
            Number(
                $"select count(distinct \"case\") from {parts} where backend = 'cpu' and status = 'ok'"
            ),
            Is.EqualTo(
                ResultFile.Read(whole).Results.Count(result => result.Status == ResultStatus.Ok)
            )
        );
        Assert.That(
            Number($"select count(*) from parquet_kv_metadata({parts}) where key = 'shard'"),
            Is.EqualTo(3)
        );

        long Number(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return Convert.ToInt64(command.ExecuteScalar());
        }
    }

    [Test]
    public void A_missing_shard_is_named() =>
        Refused("Of 3 shards 1 are missing: 2/3.", Shard(1), Shard(3));

    [Test]
    public void A_shard_that_is_there_twice_is_named()
    {
        var copy = Path.Combine(folder, "copy.parquet");
        File.Copy(Shard(2), copy, overwrite: true);

        Refused($"Shard 2/3 is there 2 times: {Shard(2)}, {copy}.", shards, copy);
        Refused($"Shard 2/3 is there 2 times: {Shard(2)}, {Shard(2)}.", shards, Shard(2));
    }

    [Test]
    public void A_whole_run_is_no_shard() => Refused($"{whole} is no shard", shards, whole);

    [TestCase("shards 2, there 3", "--shard", "2/2")]
    [TestCase("hash of the cases", "--shard", "2/3", "--family", "splits")]
    [TestCase("backends plain", "--shard", "2/3")] // of another backend
    public void A_shard_of_another_run_is_named_with_what_differs(
        string what,
        params string[] options
    )
    {
        var foreign = Path.Combine(folder, "foreign.parquet");
        var backend = what.Contains("plain") ? "torch:cpu" : "cpu";
        what = what.Replace("plain", backend);
        Assert.That(
            Tool.Conform([
                "run",
                "--backend",
                backend,
                "--out",
                foreign,
                "--cases",
                cases,
                "--data",
                folder,
                .. options,
            ]).ExitCode,
            Is.Zero
        );

        Refused(
            $"{foreign} is no shard of the same run as {Shard(1)}: ",
            Shard(1),
            foreign,
            Shard(3)
        );
        Refused(what, Shard(1), foreign, Shard(3));
    }

    [Test]
    public void A_damaged_shard_is_named()
    {
        var damaged = Path.Combine(folder, "damaged.parquet");
        File.WriteAllBytes(damaged, File.ReadAllBytes(Shard(2))[..^100]);

        Refused(damaged, Shard(1), damaged, Shard(3));
    }

    [Test]
    public void The_output_must_not_be_a_shard()
    {
        var before = File.ReadAllBytes(Shard(1));

        var (exit, _, error) = Tool.Conform("merge", shards, "--out", Shard(1));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(Shard(1)));
        Assert.That(File.ReadAllBytes(Shard(1)), Is.EqualTo(before));
    }

    [Test]
    public void A_shard_cannot_go_into_JSON_lines()
    {
        var (exit, _, error) = Run(Path.Combine(folder, "shard.jsonl"), "--shard", "1/3");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(".parquet"));
    }

    [TestCase("0/3")]
    [TestCase("4/3")]
    [TestCase("3")]
    [TestCase("1/0")]
    [TestCase("a/b")]
    [TestCase("auto")] // outside of any scheduler
    public void What_is_no_shard_is_refused(string text)
    {
        var (exit, _, error) = Tool.Conform("run", "--backend", "cpu", "--shard", text);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("I/N").Or.Contain("no shard"));
    }

    [Test]
    public void A_shard_without_cases_is_written_and_merges()
    {
        var parts = Path.Combine(folder, "many");
        var two = Path.Combine(folder, "two-cases.jsonl");
        File.WriteAllLines(two, [Cases.Whole, Cases.Loss]);
        for (var i = 1; i <= 3; i++)
        {
            var (exit, output, _) = Tool.Conform(
                "run",
                "--backend",
                "cpu",
                "--cases",
                two,
                "--shard",
                $"{i}/3",
                "--out",
                Path.Combine(parts, $"{i}.parquet")
            );
            Assert.That(exit, Is.Zero, output);
        }

        var merged = Path.Combine(folder, "many.parquet");
        Assert.That(Tool.Conform("merge", parts, "--out", merged).ExitCode, Is.Zero);
        Assert.That(
            ResultFile.Read(merged).Results.Select(result => result.Id),
            Is.EqualTo(new[] { "mine/whole", "mine/loss" })
        );
    }

    private string Shard(int index) => Path.Combine(shards, $"{index}.parquet");

    private void Refused(string message, params string[] given)
    {
        var merged = Path.Combine(folder, "refused.parquet");
        var (exit, _, error) = Tool.Conform(["merge", .. given, "--out", merged]);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(message));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(File.Exists(merged), Is.False);
    }

    private (int ExitCode, string Output, string Error) Run(string path, params string[] options) =>
        Tool.Conform([
            "run",
            "--backend",
            "cpu",
            "--out",
            path,
            "--cases",
            cases,
            "--data",
            folder,
            .. options,
        ]);
}
