namespace Mlp.Conformance;

/// <summary>Writes a file under another name and renames it, so that nobody ever sees half of it.</summary>
internal static class Aside
{
    /// <summary>Writes the bytes; the folder is made where it is missing.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(aside, bytes);
        File.Move(aside, path, overwrite: true);
    }
}
