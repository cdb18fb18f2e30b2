using System.Runtime.CompilerServices;

namespace Mlp.Readme.Tests;

/// <summary>Files of this repository, as text.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The text of a file, its path given from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
