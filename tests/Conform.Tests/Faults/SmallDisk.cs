using System.Diagnostics;

namespace Conform.Tests.Faults;

/// <summary>A disk of 8 MiB in memory, to fill up and to write-protect. Mounting one takes root; without, the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Page = 4096;

    private readonly string filler;

    public SmallDisk()
    {
        Folder = Directory.CreateTempSubdirectory("disk").FullName;
        filler = Path.Combine(Folder, "filler");
        if (Mount("-t", "tmpfs", "-o", "size=8m,mode=0755", "tmpfs", Folder) is { } refused)
        {
            Directory.Delete(Folder);
            Assert.Ignore($"No disk in memory can be mounted here: {refused}");
        }
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>Takes all room but that many pages.</summary>
    public void Fill(int pagesLeft)
    {
        using var stream = new FileStream(
            filler,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            0
        );
        try
        {
            while (true)
            {
                stream.Write(new byte[Page]);
            }
        }
        catch (IOException)
        {
            stream.SetLength(stream.Length - (pagesLeft * Page));
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(filler);

    /// <summary>Takes no more writing, or takes it again.</summary>
    public void Protect(bool on) =>
        Assert.That(Mount("-o", $"remount,{(on ? "ro" : "rw")}", Folder), Is.Null);

    public void Dispose()
    {
        Assert.That(Run("umount", "-l", Folder), Is.Null);
        Directory.Delete(Folder);
    }

    private static string? Mount(params string[] arguments) => Run("mount", arguments);

    // What it said when it failed.
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
            )!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
