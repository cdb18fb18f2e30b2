using Mlp;
using Mlp.Conformance;
using Mlp.Data;

namespace Conform.Tests.Faults;

/// <summary>
/// Verbs killed at random moments: every file is the old one, a whole new one, or not there, and what is gone on with comes out as if
/// nothing had happened. 24 kills, or as many as the variable KILLS says.
/// </summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KillTests : IDisposable
{
    private const string Schedules = "fixtures/v1/lr_schedules.parquet";

    private readonly string folder = Directory.CreateTempSubdirectory("kills").FullName;

    // Of the four verbs each takes its part.
    private static int Share => (Killer.Kills + 3) / 4;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Train_goes_on_as_if_never_interrupted()
    {
        const int Epochs = 12;
        const int MostInARow = 8;
        var table = Path.Combine(folder, "t.csv");
        File.WriteAllLines(
            table,
            [
                "x,y,kind",
                .. Enumerable.Range(0, 90).Select(i => $"{i % 17},{i % 23},{"abc"[i % 3]}"),
            ]
        );
        string[] Train(string into) =>
            [
                .. "train TABLE --target kind --hidden 300,200 --batch-size 16 --optimizer adam --resume --epochs"
                    .Replace("TABLE", table, StringComparison.Ordinal)
                    .Split(' '),
                $"{Epochs}",
                "--checkpoint",
                Path.Combine(into, "run"),
                "--save",
                Path.Combine(into, "m.safetensors"),
                "--history",
                Path.Combine(into, "h.csv"),
                "--curves",
                Path.Combine(into, "c.svg"),
            ];

        var once = Made("once");
        Killer.Whole(Train(once));
        var usual = Killer.Whole(Train(Made("again")));
        var expected = Outcome(once);

        var killer = new Killer(Made("chain"), usual, 6 * Epochs, new(Killer.Seed));
        var (ended, resumed) = (0, 0);
        while (killer.Killed < Share)
        {
            var chain = Made("chain");
            for (var blows = 0; blows < MostInARow && killer.Killed < Share; blows++)
            {
                resumed += File.Exists(Path.Combine(chain, "run", "last.safetensors")) ? 1 : 0;
                var blow = killer.Strike(Train(chain));
                AssertWholeModels(chain);
                if (!blow.Killed)
                {
                    break;
                }
            }

            if (killer.Blows[^1].Killed)
            {
                Killer.Whole(Train(chain));
            }

            Assert.That(Outcome(chain), Is.EqualTo(expected));
            AssertSwept(chain);
            ended++;
            Directory.Delete(chain, recursive: true);
        }

        killer.Tell(
            "train",
            $"{resumed} times gone on from a checkpoint; {ended} trainings ended with the bytes of the uninterrupted one."
        );
    }

    [Test]
    public void Run_leaves_old_or_whole_results() =>
        OldOrWhole(
            "run",
            ["r.parquet"],
            into =>
                [
                    "run",
                    "--backend",
                    "cpu",
                    "--cases",
                    Schedules,
                    "--out",
                    Path.Combine(into, "r.parquet"),
                ],
            // What was finished is kept until all is, for --resume.
            "r.parquet.journal"
        );

    [Test]
    public void Record_leaves_an_old_or_a_whole_baseline_and_summary() =>
        OldOrWhole(
            "record",
            ["b.csv", "b.jsonl"],
            into => ["record", "--cases", Schedules, "--out", Path.Combine(into, "b.jsonl")]
        );

    [Test]
    public void Fixtures_write_leaves_old_or_whole_files_and_a_mixed_suite_is_refused()
    {
        string[] Write(string into, params string[] more) =>
            ["fixtures", "write", "--folder", into, "--family", "lr_schedules", .. more];
        string[] both = ["--family", "splits"];
        var (first, second) = (Made("first"), Made("second"));
        Killer.Whole(Write(first));
        var usual = Killer.Whole(Write(second, both));
        var (old, whole) = (Bytes(first), Bytes(second));
        var (oldCases, wholeCases) = (CaseFile.Read(first).Count, CaseFile.Read(second).Count);
        var into = Made("suite");
        var killer = new Killer(into, usual, 6, new(Killer.Seed + 1));
        var mixed = 0;
        while (killer.Killed < Share)
        {
            Reset(into, old);
            killer.Strike(Write(into, both));
            AssertOldOrWhole(into, old, whole);
            try
            {
                Assert.That(
                    CaseFile.Read(into),
                    Has.Count.EqualTo(oldCases).Or.Count.EqualTo(wholeCases)
                );
            }
            catch (InvalidCaseException)
            {
                mixed++;
                Killer.Whole(Write(into, both));
                Assert.That(Bytes(into), Is.EqualTo(whole), "written again, it is whole");
            }
        }

        Killer.Whole(Write(into, both));
        Assert.That(Bytes(into), Is.EqualTo(whole));
        AssertSwept(into);
        killer.Tell(
            "fixtures write",
            $"{mixed} suites were half new, refused, and mended by the next run."
        );
    }

    private void OldOrWhole(
        string verb,
        string[] names,
        Func<string, string[]> command,
        params string[] meanwhile
    )
    {
        var (first, second, into) = (Made("first"), Made("second"), Made("into"));
        Killer.Whole([.. command(first), "--id", "lr_schedules/ExponentialDecay/plain"]);
        var usual = Killer.Whole(command(second));
        var (old, whole) = (Bytes(first), Bytes(second));
        Assert.That(whole.Keys, Is.EquivalentTo(names));
        var killer = new Killer(
            into,
            usual,
            2 * (names.Length + meanwhile.Length),
            new(Killer.Seed + verb.Length)
        );
        while (killer.Killed < Share)
        {
            Reset(into, old);
            killer.Strike(command(into));
            AssertOldOrWhole(into, old, whole, meanwhile);
        }

        Killer.Whole(command(into));
        Assert.That(Bytes(into), Is.EqualTo(whole));
        Assert.That(
            Directory.GetFiles(into),
            Has.Length.EqualTo(whole.Count + Killer.Asides(into).Count()),
            "no journal is left"
        );
        AssertSwept(into);
        killer.Tell(verb);
    }

    private static void AssertOldOrWhole(
        string into,
        Dictionary<string, string> old,
        Dictionary<string, string> whole,
        params string[] meanwhile
    )
    {
        foreach (var (name, bytes) in Bytes(into).ExceptBy(meanwhile, file => file.Key))
        {
            Assert.That(whole.Keys, Does.Contain(name), "no file that is not asked for");
            Assert.That(
                bytes,
                Is.EqualTo(whole[name]).Or.EqualTo(old.GetValueOrDefault(name)),
                $"{name} is old or whole"
            );
        }

        Assert.That(old.Keys, Is.SubsetOf(Bytes(into).Keys), "no file is lost");
    }

    // Each model says itself whether it is whole, and the last of a checkpoint tells of no more than stands beside it.
    private static void AssertWholeModels(string chain)
    {
        foreach (
            var name in Killer
                .Files(chain)
                .Where(name => name.EndsWith(".safetensors", StringComparison.Ordinal))
        )
        {
            var saved = SavedModel.Load(Path.Combine(chain, name));
            if (name.EndsWith("last.safetensors", StringComparison.Ordinal))
            {
                Assert.That(File.Exists(Path.Combine(chain, "run", "best.safetensors")));
                Assert.That(File.Exists(Path.Combine(chain, "m.safetensors")));
                Assert.That(
                    saved.State.Steps,
                    Is.EqualTo(saved.History!.Epochs.Count * 4),
                    "54 rows in batches of 16"
                );
            }
        }
    }

    // What a training leaves, but for the seconds that it took.
    private static Dictionary<string, string> Outcome(string chain)
    {
        var bytes = Bytes(chain);
        var last = SavedModel.Load(Path.Combine(chain, "run", "last.safetensors"));
        var path = Path.Combine(chain, "untimed");
        (
            last with
            {
                History = new([
                    .. last.History!.Epochs.Select(epoch => epoch with { Seconds = 0 }),
                ]),
            }
        ).Save(path);
        bytes[Path.Combine("run", "last.safetensors")] = Text(path);
        File.Delete(path);
        bytes["h.csv"] = string.Join(
            '\n',
            File.ReadLines(Path.Combine(chain, "h.csv"))
                .Select(line => line[..line.LastIndexOf(',')])
        );
        return bytes;
    }

    // What killed writers left has gone with the next that wrote the same file; one that was made but not begun may wait for another.
    private static void AssertSwept(string into) =>
        Assert.That(
            Killer.Asides(into).Where(file => new FileInfo(file).Length > 0),
            Is.Empty,
            "nothing is left of those that were killed"
        );

    private static void Reset(string into, Dictionary<string, string> old)
    {
        foreach (var name in Killer.Files(into).ToArray())
        {
            File.Delete(Path.Combine(into, name));
        }

        foreach (var (name, bytes) in old)
        {
            File.WriteAllBytes(Path.Combine(into, name), Convert.FromBase64String(bytes));
        }
    }

    private static Dictionary<string, string> Bytes(string into) =>
        Killer.Files(into).ToDictionary(name => name, name => Text(Path.Combine(into, name)));

    private static string Text(string path) => Convert.ToBase64String(File.ReadAllBytes(path));

    private string Made(string name) =>
        Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
