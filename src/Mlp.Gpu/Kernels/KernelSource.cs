using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Mlp.Gpu;

/// <summary>
/// The kernels as one text: those of the dialect of a runtime first, then every file that <c>kernels/all.c</c> includes, each
/// once, in the order in which they need each other. Lines keep the numbers of their files, for the logs of compilers.
/// </summary>
internal static class KernelSource
{
    private static readonly Assembly Assembly = typeof(KernelSource).Assembly;
    private static readonly ConcurrentDictionary<string, string> Whole = new();

    /// <summary>The names of all files: <c>losses/clip.c</c>.</summary>
    public static IReadOnlyList<string> Files =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".c"))];

    /// <summary>The source in the dialect of a runtime.</summary>
    /// <param name="runtime"><c>opencl</c> or <c>cuda</c>.</param>
    public static string For(string runtime) => Whole.GetOrAdd(runtime, Build);

    private static string Build(string runtime)
    {
        var text = new StringBuilder();
        var seen = new HashSet<string>();
        Append($"dialects/{runtime}.c", text, seen);
        Append("kernels/all.c", text, seen);
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
