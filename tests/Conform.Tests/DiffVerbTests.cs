namespace Conform.Tests;

/// <summary><c>conform diff</c>: what moved, and what it says of files that do not do.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DiffVerbTests : IDisposable
{
    private readonly ResultsFolder folder = new(Cases.Cancels, Cases.Whole, Cases.Loss);

    public void Dispose() => folder.Dispose();

    // The kernel is changed on purpose: of the three cases only the one whose sum cancels can tell.
    [TestCase("parquet")]
    [TestCase("jsonl")]
    public void A_reversed_sum_moves_the_case_that_can_tell_and_no_other(string ending)
    {
        var (exit, output, _) = folder.Conform(
            "diff",
            folder.Record($"before.{ending}", [ResultsFolder.Plain]),
            folder.Record($"after.{ending}", [ResultsFolder.Reversed])
        );

        Assert.That(exit, Is.EqualTo(1), output);
        Assert.That(
            output,
            Does.Match(@"mine/cancels +drifted +y, index 0 +0 +1 +1\.0e\+0 +0\.020 +0\.020 -> 0")
        );
        Assert.That(output, Does.Not.Contain("mine/whole").And.Not.Contain("mine/loss"));
        Assert.That(output, Does.Match(@"all +2 +1 "), "2 equal, 1 drifted");
    }

    [Test]
    public void Equal_results_exit_0_and_a_file_stands_where_a_backend_may()
    {
        var file = folder.Record("results.jsonl", [ResultsFolder.Plain]);

        var (exit, output, error) = folder.Conform("diff", file, "cpu", "--family", "losses");

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Match(@"all +1 "));
    }

    [Test]
    public void A_lost_case_exits_1_and_is_named_and_a_new_one_is_only_named()
    {
        var all = folder.Record("all.jsonl", [ResultsFolder.Plain]);
        var some = folder.Record("some.jsonl", [ResultsFolder.Plain], "mine/whole", "mine/loss");

        var lost = folder.Conform("diff", all, some);
        var added = folder.Conform("diff", some, all);

        Assert.That((lost.Exit, added.Exit), Is.EqualTo((1, 0)));
        Assert.That(lost.Output, Does.Contain("1 lost: only the first has it: mine/cancels"));
        Assert.That(
            added.Output,
            Does.Contain("1 new, with nothing to compare with: mine/cancels")
        );
    }

    [Test]
    public void Files_without_common_cases_exit_3()
    {
        var one = folder.Record("one.jsonl", [ResultsFolder.Plain], "mine/whole");
        var other = folder.Record("other.jsonl", [ResultsFolder.Plain], "mine/loss");

        Assert.That(folder.Conform("diff", one, other).Exit, Is.EqualTo(3));
    }

    [Test]
    public void A_file_of_two_backends_is_told_which_is_meant()
    {
        var both = folder.Record("both.jsonl", [ResultsFolder.Plain, ResultsFolder.Reversed]);

        var unnamed = folder.Conform("diff", both, "cpu");
        var named = folder.Conform("diff", $"{both}@plain", $"{both}@plain:reversed");
        var wrong = folder.Conform("diff", $"{both}@cpu", both);

        Assert.That(unnamed.Exit, Is.EqualTo(2));
        Assert.That(
            unnamed.Error.Trim(),
            Is.EqualTo(
                $"{both} holds results of plain, plain:reversed; name one, as in {both}@plain."
            )
        );
        Assert.That(named.Exit, Is.EqualTo(1), "mine/cancels drifted");
        Assert.That(wrong.Exit, Is.EqualTo(2));
        Assert.That(
            wrong.Error.Trim(),
            Is.EqualTo(
                $"{both} holds no results of 'cpu'; it holds those of: plain, plain:reversed."
            )
        );
    }

    [Test]
    public void A_folder_of_results_may_have_an_at_sign_in_its_name()
    {
        Directory.CreateDirectory(folder["job@2"]);
        var plain = folder.Record("job@2/plain.parquet", [ResultsFolder.Plain]);
        var both = folder.Record("job@2/both.jsonl", [ResultsFolder.Plain, ResultsFolder.Reversed]);

        var equal = folder.Conform("diff", plain, $"{both}@plain");
        var moved = folder.Conform("diff", plain, $"{both}@plain:reversed");
        var gone = folder.Conform("diff", plain, folder["job@2/gone.parquet"]);

        Assert.That((equal.Exit, moved.Exit), Is.EqualTo((0, 1)), equal.Error + moved.Error);
        Assert.That(gone.Exit, Is.EqualTo(2));
        Assert.That(gone.Error, Does.Contain("There is no file of results"));
    }

    [Test]
    public void What_does_not_do_exits_2_with_one_line_that_says_why()
    {
        var good = folder.Record("good.jsonl", [ResultsFolder.Plain]);
        var empty = folder["empty.jsonl"];
        File.WriteAllText(empty, "");
        var broken = folder["broken.parquet"];
        File.WriteAllBytes(
            broken,
            File.ReadAllBytes(folder.Record("good.parquet", [ResultsFolder.Plain]))[..100]
        );
        var unknown = folder["unknown.jsonl"];
        File.WriteAllText(
            unknown,
            File.ReadAllText(good).Replace("mine/loss", "yours/loss", StringComparison.Ordinal)
        );
        var twice = folder["twice.jsonl"];
        File.WriteAllText(twice, File.ReadAllText(good) + File.ReadAllText(good));

        Refused(folder["none.parquet"], "There is no file of results", "none.parquet");
        Refused(empty, "empty.jsonl holds no results");
        Refused(broken, "broken.parquet", "damaged");
        Refused(unknown, "1 unknown cases", "'yours/loss'", "--cases");
        Refused(twice, "has 2 results of backend 'plain'");
        Refused(good, "was given twice");
        Refused($"{good}@plain", "was given twice");
        Refused("gpuu", "Unknown backend 'gpuu'", ".parquet or .jsonl");

        void Refused(string after, params string[] words)
        {
            var (exit, output, error) = folder.Conform("diff", good, after);

            Assert.That(exit, Is.EqualTo(2), after);
            Assert.That(output, Is.Empty, after);
            Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1), error);
            foreach (var word in words)
            {
                Assert.That(error, Does.Contain(word));
            }
        }
    }

    [Test]
    public void A_file_of_a_newer_version_exits_2_and_says_so()
    {
        var newer = folder["newer.parquet"];
        var bytes = File.ReadAllBytes(folder.Record("this.parquet", [ResultsFolder.Plain]));
        var version = "format_version"u8;
        var at = bytes.AsSpan().IndexOf(version);
        // Thrift: the key, then the mark of a string, its length, its text.
        var digit = bytes.AsSpan(at + version.Length).IndexOf((byte)'1') + at + version.Length;
        bytes[digit] = (byte)'9';
        File.WriteAllBytes(newer, bytes);

        var (exit, _, error) = folder.Conform("diff", newer, "cpu");

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("newer.parquet has format version 9"));
    }
}
