using System.Security.Cryptography;
using System.Text;
using Mlp.Data;

namespace Mlp.Gpu;

/// <summary>Compiled kernels on disk, by what they were compiled from and for. Written aside and renamed, so that no half is ever read.</summary>
/// <param name="folder">Where they lie.</param>
internal sealed class CudaModuleCache(string folder)
{
    /// <summary>The cache of the user.</summary>
    public static CudaModuleCache Default => new(UserFolder.For("mlp-kernels"));

    /// <summary>Whether nothing was kept yet.</summary>
    public bool IsEmpty => !Directory.Exists(folder) || !Directory.EnumerateFiles(folder).Any();

    /// <summary>The file for that source, those options (the architecture among them) and that driver.</summary>
    public string FileFor(string source, IEnumerable<string> options, int driver)
    {
        var text = string.Join('\n', [.. options, $"driver {driver}", source]);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Path.Combine(folder, Convert.ToHexStringLower(hash) + ".image");
    }

    /// <summary>What the file holds; null where it is missing or cannot be read, and is compiled anew.</summary>
    public static byte[]? Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the file; a cache that cannot be written is none, and nothing fails.</summary>
    public static void Write(string file, byte[] image)
    {
        try
        {
            Aside.Write(file, image);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException) { }
    }
}
