using System.Runtime.CompilerServices;

namespace Mlp.Fuzzing.Tests;

/// <summary>Where files of these tests lie.</summary>
internal static class Places
{
    /// <summary>What runs leave behind.</summary>
    public static string Artifacts { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "artifacts"));

    /// <summary>Whole files that another program wrote.</summary>
    public static string Seeds { get; } = Path.Combine(AppContext.BaseDirectory, "Seeds");

    /// <summary>Damaged files that once broke a reader's word.</summary>
    public static string Corpus { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    // In memory where the system has such a folder: a million files would wear out a disk.
    private static string Fast { get; } =
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>A new folder of this user's alone.</summary>
    public static string NewFolder()
    {
        var folder = Path.Combine(Fast, $"fuzzing-{Guid.NewGuid():N}");
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(folder).FullName;
        }

        return Directory
            .CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            )
            .FullName;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
