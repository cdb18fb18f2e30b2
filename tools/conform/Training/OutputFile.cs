namespace Conform.Training;

/// <summary>Files that a training leaves, looked at before it begins and not after it.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a path that no such file can be written to.</summary>
    /// <exception cref="ArgumentException">It has another ending.</exception>
    /// <exception cref="IOException">Its folder is not there, or takes no files.</exception>
    public static void Check(string? path, params IReadOnlyList<string> endings)
    {
        if (path is null)
        {
            return;
        }

        if (!endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException(
                $"{path} was asked for; its ending must be {string.Join(" or ", endings)}."
            );
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder; give a file.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new IOException(
                $"{path} cannot be written: there is no folder {folder}; make it first."
            );
        }

        try
        {
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            using (
                new FileStream(
                    probe,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                )
            ) { }
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new IOException(
                $"{path} cannot be written: the folder {folder} takes no new files.",
                refused
            );
        }
    }
}
