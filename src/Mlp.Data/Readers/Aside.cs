using System.Text;

namespace Mlp.Data;

/// <summary>
/// The one way files are written: beside their place, brought to the disk, and renamed. Whoever looks sees the old file or the whole new
/// one, whatever ends the process or the disk in between. What a killed process leaves is called <c>NAME.(32 hex digits).tmp</c>; the next
/// writer of NAME takes it away.
/// </summary>
internal static class Aside
{
    private const string Ending = ".tmp";
    private const int Unique = 32;

    // What a name may be long: bytes of UTF-8 on Linux and macOS, UTF-16 units on Windows.
    private const int LongestName = 255;

    // How long after its making a file beside its place may be empty because its writer has only just begun.
    private static readonly TimeSpan JustBegun = TimeSpan.FromMinutes(1);

    /// <summary>Writes bytes; the folder is made where it is missing.</summary>
    /// <exception cref="IOException">It cannot be written; the message says why. What was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files.</exception>
    public static void Write(string path, byte[] bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            RefuseName(path);
            Directory.CreateDirectory(FolderOf(path));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Told(failed, path, path);
        }

        Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes what <paramref name="write"/> puts into the stream, which it leaves open.</summary>
    /// <exception cref="IOException">It cannot be written; the message says why. What was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var aside = NameFor(path);
        try
        {
            RefuseName(path);
            Sweep(path);
            using var stream = Create(aside);
            try
            {
                write(stream);

                // A rename can reach the disk before the bytes do: after a power cut the name would stand on half a file.
                stream.Flush(flushToDisk: true);

                // Still open, so that no other writer takes it for what a killed one left.
                File.Move(aside, path, overwrite: true);
            }
            catch
            {
                Remove(aside);
                throw;
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Told(failed, path, aside);
        }
    }

    /// <summary>Refuses a path that could not be written now, and leaves nothing behind.</summary>
    /// <exception cref="IOException">It could not be written; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no new files.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var aside = NameFor(path);
        try
        {
            RefuseName(path);
            using var stream = Create(aside);
            Remove(aside);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Told(failed, path, aside);
        }
    }

    /// <summary>What failed at a path, in one line for the user.</summary>
    public static Exception Told(Exception failed, string path) => Told(failed, path, path);

    /// <summary>Whether a file is one that was being written aside for that path.</summary>
    public static bool IsFor(string path, string file)
    {
        var (name, stem) = (Path.GetFileName(file), Stem(path));
        return name.Length == stem.Length + 1 + Unique + Ending.Length
            && name.StartsWith(stem + ".", StringComparison.Ordinal)
            && name.EndsWith(Ending, StringComparison.Ordinal)
            && name.Skip(stem.Length + 1).Take(Unique).All(char.IsAsciiHexDigitLower);
    }

    private static string FolderOf(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;

    private static string NameFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Stem(path)}.{Guid.NewGuid():N}{Ending}");

    // The name, cut where it would be too long with what follows it.
    private static string Stem(string path)
    {
        var stem = Path.GetFileName(path);
        while (Encoding.UTF8.GetByteCount(stem) > LongestName - 1 - Unique - Ending.Length)
        {
            // Half of a pair would be written as another character than it is looked for.
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem;
    }

    private static void RefuseName(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder; give a file.");
        }

        var name = Path.GetFileName(path);
        var length = OperatingSystem.IsWindows() ? name.Length : Encoding.UTF8.GetByteCount(name);
        if (length > LongestName)
        {
            throw new PathTooLongException();
        }
    }

    // Others may not write; that they may delete lets Windows rename it while it is open.
    private static FileStream Create(string aside) =>
        new(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);

    // Takes away what killed writers left; where the folder may not be listed, it stays.
    private static void Sweep(string path)
    {
        try
        {
            foreach (
                var file in new DirectoryInfo(FolderOf(path))
                    .EnumerateFiles($"*{Ending}")
                    .Where(file => IsFor(path, file.Name))
            )
            {
                RemoveLeft(file);
            }
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // It lies beside, and is never read.
        }
    }

    // What nobody holds open nobody will rename. An empty one may have been made just now, and not be locked yet.
    private static void RemoveLeft(FileInfo left)
    {
        if (left.Length == 0 && left.LastWriteTimeUtc > DateTime.UtcNow - JustBegun)
        {
            return;
        }

        try
        {
            using var gone = new FileStream(
                left.FullName,
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // Being written, or another user's.
        }
    }

    private static void Remove(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is what there is to say.
        }
    }

    // Of the name beside its place the user knows nothing.
    private static Exception Told(Exception failed, string path, string aside)
    {
        var folder = FolderOf(path);
        return failed switch
        {
            DirectoryNotFoundException => new DirectoryNotFoundException(
                $"{path} cannot be written: there is no folder {folder}; make it first.",
                failed
            ),
            UnauthorizedAccessException => new UnauthorizedAccessException(
                $"{path} cannot be written: the folder {folder} takes no new files from this user.",
                failed
            ),
            PathTooLongException => new PathTooLongException(
                $"{path} cannot be written: its name is too long; give one of at most {LongestName} bytes.",
                failed
            ),
            _ when IsFull(failed) => new IOException(
                $"{path} cannot be written: the disk is full; make room there, or give another place.",
                failed
            ),
            _ => new IOException(
                $"{path} cannot be written: {failed.Message.ReplaceLineEndings(" ").Replace(aside, path, StringComparison.Ordinal)}",
                failed
            ),
        };
    }

    // ENOSPC and EDQUOT of Linux; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.
    private static bool IsFull(Exception failed) =>
        failed.HResult is 28 or 122 or unchecked((int)0x80070027) or unchecked((int)0x80070070);
}
