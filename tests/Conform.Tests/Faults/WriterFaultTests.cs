using System.Runtime.Versioning;

namespace Conform.Tests.Faults;

/// <summary>
/// Every writer against every way in which a place takes no file: one clear line that ends the tool with exit code 2, the old file as it
/// was, and nothing beside it.
/// </summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WriterFaultTests : IDisposable
{
    private const UnixFileMode Closed =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private readonly string folder = Directory.CreateTempSubdirectory("faults").FullName;

    private static IEnumerable<string> Writers => Writer.All.Select(writer => writer.Name);

    private static IEnumerable<string> NamedWriters =>
        Writer.All.Where(writer => !writer.TakesFolder).Select(writer => writer.Name);

    public void Dispose()
    {
        File.SetUnixFileMode(folder, Closed | UnixFileMode.UserWrite);
        Directory.Delete(folder, recursive: true);
    }

    [TestCaseSource(nameof(Writers))]
    public void A_disk_that_is_full(string name)
    {
        var writer = Writer.Named(name);
        using var disk = new SmallDisk();
        writer.Write(In(writer, disk.Folder), 0);
        var old = Snapshot(disk.Folder);

        disk.Fill(pagesLeft: 0);
        AssertRefused(writer, disk.Folder, 1, old, "full|No space left");

        disk.Empty();
        writer.Write(In(writer, disk.Folder), 1);
        Assert.That(Snapshot(disk.Folder), Is.Not.EqualTo(old), "with room again");
    }

    [TestCaseSource(nameof(Writers))]
    public void A_disk_that_fills_up_on_the_way(string name)
    {
        var writer = Writer.Named(name);
        using var disk = new SmallDisk();
        writer.Write(In(writer, disk.Folder), 0);
        var old = Snapshot(disk.Folder);
        // What it would write.
        writer.Write(In(writer, folder), 0);
        writer.Write(In(writer, folder), 1);
        var whole = Snapshot(folder);

        disk.Fill(pagesLeft: 1);
        var error = Try(() => writer.Write(In(writer, disk.Folder), 1));

        var now = Snapshot(disk.Folder);
        Assert.That(now.Keys, Is.SubsetOf(whole.Keys), "nothing beside");
        if (whole.Values.Max(text => text.Length) > 2 * 4096 && !writer.Forgives)
        {
            AssertOneLine(error, disk.Folder);
        }

        foreach (var (file, text) in now)
        {
            Assert.That(
                text,
                Is.EqualTo(old.GetValueOrDefault(file)).Or.EqualTo(whole[file]),
                $"{file} is old or whole"
            );
        }
    }

    [TestCaseSource(nameof(Writers))]
    public void A_disk_that_is_read_only(string name)
    {
        var writer = Writer.Named(name);
        using var disk = new SmallDisk();
        writer.Write(In(writer, disk.Folder), 0);
        var old = Snapshot(disk.Folder);

        disk.Protect(on: true);
        AssertRefused(writer, disk.Folder, 1, old, "Read-only");

        disk.Protect(on: false);
        writer.Write(In(writer, disk.Folder), 1);
        Assert.That(Snapshot(disk.Folder), Is.Not.EqualTo(old), "writable again");
    }

    [TestCaseSource(nameof(Writers))]
    public void A_folder_closed_to_the_user(string name)
    {
        var writer = Writer.Named(name);
        writer.Write(In(writer, folder), 0);
        var old = Snapshot(folder);

        foreach (var inner in Directory.GetDirectories(folder).Append(folder))
        {
            File.SetUnixFileMode(inner, Closed);
        }

        Kernel.WithoutRights(() =>
            AssertRefused(writer, folder, 1, old, "takes no new files|denied")
        );
    }

    [TestCaseSource(nameof(Writers))]
    public void A_folder_that_has_vanished(string name)
    {
        var writer = Writer.Named(name);
        var inner = Path.Combine(folder, "inner");
        Directory.CreateDirectory(inner);
        writer.Write(In(writer, inner), 0);
        Directory.Delete(inner, recursive: true);

        if (writer.MakesFolder)
        {
            writer.Write(In(writer, inner), 0);
            Assert.That(Snapshot(inner), Is.Not.Empty);
        }
        else
        {
            AssertRefused(writer, inner, 1, [], "there is no folder");
            Assert.That(Directory.Exists(inner), Is.False);
        }
    }

    [TestCaseSource(nameof(Writers))]
    public void A_folder_that_is_a_file(string name)
    {
        var writer = Writer.Named(name);
        var inner = Path.Combine(folder, "inner");
        File.WriteAllText(inner, "a file");

        AssertRefused(writer, inner, 0, [], "no folder|Not a directory|already exists");
        Assert.That(File.ReadAllText(inner), Is.EqualTo("a file"));
    }

    [TestCaseSource(nameof(NamedWriters))]
    public void A_file_that_is_a_folder(string name)
    {
        var writer = Writer.Named(name);
        Directory.CreateDirectory(In(writer, folder));

        AssertRefused(writer, folder, 0, [], "is a folder");
    }

    [TestCaseSource(nameof(NamedWriters))]
    public void A_name_that_is_too_long(string name)
    {
        var writer = Writer.Named(name);
        var longer = writer with { File = new string('n', 300) + writer.File };

        AssertRefused(longer, folder, 0, [], "its name is too long");
    }

    private static void AssertRefused(
        Writer writer,
        string place,
        int content,
        Dictionary<string, string> old,
        string why
    )
    {
        var error = Try(() => writer.Write(In(writer, place), content));

        if (writer.Forgives)
        {
            Assert.That(error, Is.Null);
        }
        else
        {
            AssertOneLine(error, place);
            Assert.That(error!.Message, Does.Match(why));
        }

        Assert.That(Snapshot(place), Is.EqualTo(old), "the old files, and nothing beside them");
    }

    private static void AssertOneLine(Exception? error, string place)
    {
        Assert.That(error, Is.Not.Null, "it says so");
        Assert.That(ExitCodes.IsBadInput(error!), Is.True, $"exit code 2: {error}");
        Assert.That(
            error!.Message,
            Does.Contain(place).And.Not.Contain("\n").And.Not.Contain(".tmp"),
            "one line, of what the user knows"
        );
    }

    private static string In(Writer writer, string place) =>
        writer.TakesFolder ? place : Path.Combine(place, writer.File);

    private static Exception? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    // All files by their places, with their bytes as text.
    private static Dictionary<string, string> Snapshot(string place) =>
        !Directory.Exists(place)
            ? []
            : Directory
                .GetFiles(place, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file) != "filler")
                .ToDictionary(
                    file => Path.GetRelativePath(place, file),
                    file => Convert.ToBase64String(File.ReadAllBytes(file))
                );
}
