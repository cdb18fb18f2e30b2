using System.Text;

namespace Mlp.Conformance.UnitTests.Results;

/// <summary>What a journal gives back, whatever became of its end.</summary>
public class JournalTests
{
    private static readonly Result[] Given =
    [
        new("a", "one", ResultStatus.Ok, Node.Map.Of(("y", Tensor.Vector([0.1f, -0f, float.NaN])))),
        new("b", "one", ResultStatus.Error, Node.Map.Empty, "It broke.\nBadly: é"),
        new("c", "one", ResultStatus.Unsupported, Node.Map.Empty, "No."),
    ];

    private int made;

    [Test]
    public void Results_come_back_as_they_were()
    {
        var output = Written();

        using var journal = Journal.Resume(output, Run());

        Assert.That(journal.Count, Is.EqualTo(3));
        foreach (var result in Given)
        {
            Assert.That(
                ResultFile.ToJson(journal.Find("one", result.Id)!),
                Is.EqualTo(ResultFile.ToJson(result))
            );
        }

        Assert.That(journal.Find("two", "a"), Is.Null);
    }

    [Test]
    public void An_absent_result_is_not_kept()
    {
        var output = Path();
        using (var journal = Journal.Begin(output, Run()))
        {
            journal.Add(new("a", "one", ResultStatus.Absent, Node.Map.Empty, "no data"));
        }

        using var again = Journal.Resume(output, Run());
        Assert.That(again.Count, Is.Zero);
    }

    // Cut off at every byte there is: the whole lines count, and what is added later follows them.
    [Test]
    public void A_tail_that_was_cut_off_is_passed_over()
    {
        var bytes = File.ReadAllBytes(Journal.Of(Written()));
        var ends = bytes
            .Select((b, i) => (b, i))
            .Where(p => p.b == '\n')
            .Select(p => p.i + 1)
            .ToArray();
        for (var length = 0; length <= bytes.Length; length++)
        {
            var output = Path();
            File.WriteAllBytes(Journal.Of(output), bytes[..length]);
            var whole = Math.Max(0, ends.Count(end => end <= length) - 1);

            using (var journal = Journal.Resume(output, Run()))
            {
                Assert.That(journal.Count, Is.EqualTo(whole), $"{length} bytes");
                foreach (var result in Given.Skip(whole))
                {
                    journal.Add(result);
                }
            }

            Assert.That(File.ReadAllBytes(Journal.Of(output)), Is.EqualTo(bytes));
        }
    }

    // Any byte changed, in the middle too: no line that differs is believed, nor what stands behind it.
    [Test]
    public void What_follows_a_damaged_byte_is_passed_over()
    {
        var bytes = File.ReadAllBytes(Journal.Of(Written()));
        var ends = bytes
            .Select((b, i) => (b, i))
            .Where(p => p.b == '\n')
            .Select(p => p.i + 1)
            .ToArray();
        for (var at = ends[0]; at < bytes.Length; at++)
        {
            foreach (var damage in (byte[])[0, (byte)'1', (byte)'\n', 0xff])
            {
                if (bytes[at] == damage)
                {
                    continue;
                }

                var output = Path();
                byte[] damaged = [.. bytes];
                damaged[at] = damage;
                File.WriteAllBytes(Journal.Of(output), damaged);

                using var journal = Journal.Resume(output, Run());
                Assert.That(journal.Count, Is.EqualTo(ends.Count(end => end <= at) - 1));
            }
        }
    }

    [Test]
    public void Zeros_at_the_end_are_passed_over()
    {
        var output = Written();
        File.AppendAllText(Journal.Of(output), new string('\0', 5000));

        using var journal = Journal.Resume(output, Run());
        Assert.That(journal.Count, Is.EqualTo(3));
    }

    [Test]
    public void Another_run_is_refused_and_says_in_what()
    {
        var output = Written();
        (RunIdentity Other, string What)[] others =
        [
            (Run() with { Cases = "other" }, "hash of the cases cases, here other"),
            (Run() with { Shard = new(1, 2) }, "shard none, here 1/2"),
            (Run() with { Build = "newer" }, "build build, here newer"),
            (Run("two"), "backends one, here two"),
            (Run("one", "2"), "version of one 1, here 2"),
        ];
        foreach (var (other, what) in others)
        {
            Assert.That(
                () => Journal.Resume(output, other),
                Throws.TypeOf<InvalidCaseException>().With.Message.Contains(what)
            );
        }

        using var journal = Journal.Resume(output, Run());
        Assert.That(journal.Count, Is.EqualTo(3));
    }

    [TestCase("words\n")]
    [TestCase("0123456789abcdef {\"cases\":\"cases\"}\n")] // its hash is wrong
    public void What_is_no_journal_is_refused(string text)
    {
        var output = Path();
        File.WriteAllText(Journal.Of(output), text);

        Assert.That(
            () => Journal.Resume(output, Run()),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("is no journal")
        );
        Assert.That(File.ReadAllText(Journal.Of(output)), Is.EqualTo(text));
    }

    [Test]
    public void It_is_written_by_one_run_at_a_time()
    {
        var output = Path();
        using var journal = Journal.Begin(output, Run());

        Assert.That(
            () => Journal.Resume(output, Run()),
            Throws.InstanceOf<IOException>().With.Message.Contains(Journal.Of(output))
        );
    }

    private static RunIdentity Run(string backend = "one", string version = "1") =>
        new(
            "cases",
            null,
            "build",
            new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                [backend] = new Dictionary<string, string> { ["version"] = version },
            }
        );

    private string Path() => System.IO.Path.Combine(TempFolder.Path, $"journal-{made++}.parquet");

    private string Written()
    {
        var output = Path();
        using var journal = Journal.Begin(output, Run());
        foreach (var result in Given)
        {
            journal.Add(result);
        }

        return output;
    }
}
