using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Mlp.Gpu;

/// <summary>
/// Kernels as one text: the dialect of a runtime first, then a file with all that it includes, each once, in the order in which
/// they need each other. Lines keep the numbers of their files, for the logs of compilers.
/// </summary>
internal static class KernelSource
{
    private static readonly Assembly Assembly = typeof(KernelSource).Assembly;
    private static readonly ConcurrentDictionary<(string, string), string> Whole = new();

    /// <summary>The general path and the single operations, all but the products.</summary>
    public const string General = "kernels/general.c";

    /// <summary>The products of these, for one tile.</summary>
    public const string Products = "kernels/products.c";

    /// <summary>The persistent path.</summary>
    public const string Persistent = "kernels/train_steps.c";

    /// <summary>The names of all files: <c>losses/clip.c</c>.</summary>
    public static IReadOnlyList<string> Files =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".c"))];

    /// <summary>A file with all it needs, in the dialect of a runtime.</summary>
    /// <param name="runtime"><c>opencl</c> or <c>cuda</c>.</param>
    /// <param name="file"><see cref="General"/>, <see cref="Products"/> or <see cref="Persistent"/>.</param>
    public static string For(string runtime, string file) =>
        Whole.GetOrAdd((runtime, file), _ => Build(runtime, file));

    private static string Build(string runtime, string file)
    {
        var text = new StringBuilder();
        var seen = new HashSet<string>();
        Append($"dialects/{runtime}.c", text, seen);
        Append(file, text, seen);
        return text.ToString();
    }

    private static void Append(string file, StringBuilder text, HashSet<string> seen)
    {
        if (!seen.Add(file))
        {
            return;
        }

        const string Include = "#include \"";
        var lines = Read(file).Split('\n');
        Mark(0);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(Include, StringComparison.Ordinal))
            {
                Append(lines[i][Include.Length..].TrimEnd('"', '\r'), text, seen);
                Mark(i + 1);
            }
            else
            {
                text.Append(lines[i]).Append('\n');
            }
        }

        void Mark(int next) =>
            text.Append(CultureInfo.InvariantCulture, $"#line {next + 1} \"{file}\"\n");
    }

    private static string Read(string file)
    {
        using var stream =
            Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"No kernel file is called '{file}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
