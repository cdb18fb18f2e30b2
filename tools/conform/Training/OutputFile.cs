using Mlp.Data;

namespace Conform.Training;

/// <summary>Files that a training leaves, looked at before it begins and not after it.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a path that no such file can be written to.</summary>
    /// <exception cref="ArgumentException">It has another ending.</exception>
    /// <exception cref="IOException">Its folder is not there, or it is one itself, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder takes no files.</exception>
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

        Aside.Check(path);
    }
}
