using System.Runtime.InteropServices;

namespace Mlp.TorchSharp;

/// <summary>A folder closed to others, for the time of loading a library from it: what is loaded stays loaded without its file.</summary>
internal static class PassingFolder
{
    /// <summary>Loads a library.</summary>
    /// <param name="write">Writes it into the folder given, and returns its path.</param>
    /// <exception cref="DllNotFoundException">The system's loader refuses it.</exception>
    public static void Load(Func<string, string> write)
    {
        var folder = Directory.CreateTempSubdirectory("mlp-torchsharp-");
        try
        {
            NativeLibrary.Load(write(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
