namespace Mlp.Data;

/// <summary>Writes a file beside its place and renames it: whoever looks sees the old file or the whole new one.</summary>
internal static class Aside
{
    /// <summary>Writes bytes; the folder is made where it is missing.</summary>
    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Write(path, stream => stream.Write(bytes));
    }

    public static void Write(string path, Action<FileStream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} cannot be written: it is a folder; give a file.");
        }

        var aside = $"{path}.{Guid.NewGuid():N}.tmp";
        var stream = Create(aside, path);
        try
        {
            using (stream)
            {
                write(stream);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    // Of the name beside its place the user knows nothing.
    private static FileStream Create(string aside, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        try
        {
            return new(aside, FileMode.CreateNew, FileAccess.ReadWrite);
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new DirectoryNotFoundException(
                $"{path} cannot be written: there is no folder {folder}; make it first.",
                missing
            );
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new UnauthorizedAccessException(
                $"{path} cannot be written: the folder {folder} takes no new files from this user.",
                denied
            );
        }
        catch (IOException failed)
        {
            throw new IOException(
                $"{path} cannot be written in the folder {folder}: {failed.Message.Replace(aside, path, StringComparison.Ordinal)}",
                failed
            );
        }
    }
}
