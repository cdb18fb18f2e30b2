using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mlp.Data;

namespace Mlp.TorchSharp;

/// <summary>
/// A library that is not loaded from where it was shipped, but from a file of its own in the user's cache folder: once made, there for every
/// later process.
/// </summary>
internal static class KeptCopy
{
    /// <summary>Loads a library from its copy.</summary>
    /// <param name="name">What the file is called, without its ending; a hash follows.</param>
    /// <param name="library">The library.</param>
    /// <param name="made">Told the path, when the copy had to be made.</param>
    /// <exception cref="DllNotFoundException">The system's loader refuses it.</exception>
    public static void Load(string name, byte[] library, Action<string> made)
    {
        string copy;
        try
        {
            copy = Keep(name, library, Folder, made);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A user whose home cannot be written, as in containers.
            PassingFolder.Load(folder => Keep(name, library, folder, made));
            return;
        }

        NativeLibrary.Load(copy);
    }

    /// <summary>The path of the copy, made when there is none, or a damaged one.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="library">What is to be in it.</param>
    /// <param name="folder">Made if missing. Many processes may use it at once.</param>
    /// <param name="made">Told the path, when the copy had to be made.</param>
    public static string Keep(string name, byte[] library, string folder, Action<string> made)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(library))[..16];
        var copy = Path.Combine(folder, $"{name}-{hash}.so");
        if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(library))
        {
            Aside.Write(copy, library);
            made(copy);
        }

        return copy;
    }

    private static string Folder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.Combine(
                string.IsNullOrEmpty(cache)
                    ? Path.Combine(
                        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                        ".cache"
                    )
                    : cache,
                "mlp-torchsharp"
            );
        }
    }
}
