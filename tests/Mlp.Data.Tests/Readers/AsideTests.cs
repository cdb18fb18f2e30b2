namespace Mlp.Data.Tests;

/// <summary>Files are written beside their place; what a killed writer left there is taken away, and nothing else is.</summary>
public sealed class AsideTests
{
    private static readonly string Unique = new('0', 32);

    [Test]
    public void What_a_killed_writer_left_is_taken_away_by_the_next()
    {
        using var folder = new TestFolder();
        folder.Write($"a.bin.{Unique}.tmp", "half");
        var empty = folder.Write($"a.bin.{new string('1', 32)}.tmp", "");
        File.SetLastWriteTimeUtc(empty, DateTime.UtcNow.AddMinutes(-2));

        Aside.Write(folder["a.bin"], "whole"u8.ToArray());

        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { folder["a.bin"] }));
    }

    [TestCase("b.bin.00000000000000000000000000000000.tmp", "half")] // of another file
    [TestCase("a.bin.old.tmp", "mine")] // the user's own
    [TestCase("a.bin.0000000000000000000000000000000g.tmp", "mine")]
    [TestCase("a.bin.00000000000000000000000000000000.tmp", "")] // made a moment ago, its writer at work
    public void Nothing_else_is(string name, string text)
    {
        using var folder = new TestFolder();
        var file = folder.Write(name, text);

        Aside.Write(folder["a.bin"], "whole"u8.ToArray());

        Assert.That(File.ReadAllText(file), Is.EqualTo(text));
    }

    [Test]
    public void Two_that_write_the_same_file_both_end_well_and_the_later_stands()
    {
        using var folder = new TestFolder();
        Aside.Write(
            folder["a.bin"],
            first =>
            {
                first.Write("first"u8);
                first.Flush();
                Aside.Write(folder["a.bin"], "second"u8.ToArray());
                Assert.That(File.ReadAllText(folder["a.bin"]), Is.EqualTo("second"));
            }
        );

        Assert.That(File.ReadAllText(folder["a.bin"]), Is.EqualTo("first"));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_writer_that_throws_leaves_the_old_file_and_nothing_beside_it()
    {
        using var folder = new TestFolder();
        folder.Write("a.bin", "old");

        Assert.That(
            () =>
                Aside.Write(
                    folder["a.bin"],
                    stream =>
                    {
                        stream.Write("half"u8);
                        throw new NotSupportedException("the writer's own");
                    }
                ),
            Throws.TypeOf<NotSupportedException>().With.Message.EqualTo("the writer's own")
        );
        Assert.That(File.ReadAllText(folder["a.bin"]), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Many_at_once_end_with_one_whole_file_and_nothing_beside_it()
    {
        using var folder = new TestFolder();
        var texts = Enumerable.Range(0, 64).Select(i => new string((char)('0' + i), 10_000));
        Parallel.ForEach(
            texts,
            text => Aside.Write(folder["a.bin"], stream => stream.Write(Text(text)))
        );

        Assert.That(texts, Does.Contain(File.ReadAllText(folder["a.bin"])));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [TestCase(255)] // the longest that Linux takes; what is put behind it would be too long
    [TestCase(219)] // with what is put behind it just too long
    public void A_long_name_is_written(int length)
    {
        using var folder = new TestFolder();
        var path = folder[new string('n', length)];

        Aside.Write(path, "whole"u8.ToArray());
        Aside.Check(path);

        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { path }));
    }

    // A name that is cut within a pair of surrogates, which a killed writer left.
    [Test]
    public void What_was_left_beside_a_long_name_is_taken_away()
    {
        using var folder = new TestFolder();
        var path = folder["ab" + string.Concat(Enumerable.Repeat("\U0001F600", 60))];
        string left = "";
        Aside.Write(path, stream => left = stream.Name);
        File.WriteAllText(left, "half");

        Aside.Write(path, "whole"u8.ToArray());

        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void A_name_too_long_is_refused_before_and_when_it_is_written()
    {
        using var folder = new TestFolder();
        var path = folder[new string('ü', 128)]; // 256 bytes
        foreach (var write in (Action[])[() => Aside.Check(path), () => Aside.Write(path, [])])
        {
            Assert.That(
                write,
                Throws
                    .TypeOf<PathTooLongException>()
                    .With.Message.EqualTo(
                        $"{path} cannot be written: its name is too long; give one of at most 255 bytes."
                    )
            );
        }

        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
