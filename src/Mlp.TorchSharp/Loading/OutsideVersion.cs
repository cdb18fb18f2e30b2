namespace Mlp.TorchSharp;

/// <summary>
/// Which libtorch a folder from outside holds. TorchSharp names the one it was built for, whatever is loaded; the libraries themselves
/// export no version, but what they came with states it beside their folder.
/// </summary>
internal static class OutsideVersion
{
    /// <summary>
    /// As PyTorch (<c>version.py</c>) or the archive of libtorch (<c>build-version</c>) says: <c>2.11.0+cu130</c>; <c>unknown</c> where
    /// neither is there.
    /// </summary>
    public static string Of(string folder)
    {
        var above = Path.Combine(Path.GetFullPath(folder), "..");
        return OfPython(Path.Combine(above, "version.py"))
            ?? Lines(Path.Combine(above, "build-version")).FirstOrDefault()?.Trim()
            ?? "unknown";
    }

    // __version__ = '2.11.0+cu130'
    private static string? OfPython(string file) =>
        Lines(file)
            .Where(line => line.StartsWith("__version__", StringComparison.Ordinal))
            .Select(line => line.Split('=', 2)[^1].Trim().Trim('\'', '"'))
            .FirstOrDefault();

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
