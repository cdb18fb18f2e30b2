using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Benchmarks;

/// <summary>What figures were measured on, without a name or a path of the machine.</summary>
/// <param name="Cpu">Name, family and model of the processor.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="VectorBits">Bits of the widest registers.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="Libraries">What was measured, with versions.</param>
internal sealed partial record Machine(
    string Cpu,
    int Cores,
    int VectorBits,
    string System,
    string Runtime,
    IReadOnlyList<string> Libraries
)
{
    /// <summary>This machine, with the libraries that take part.</summary>
    public static Machine Here(IEnumerable<string> libraries) =>
        new(
            Processor(),
            Environment.ProcessorCount,
            FmaPeak.Bits,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            [.. libraries]
        );

    /// <summary>Processor and cores as part of a file name: <c>intel-xeon-processor-family-6-model-207-2-cores</c>.</summary>
    public string FileName =>
        NotInNames()
            .Replace(
                Marks().Replace($"{Cpu} {Count.Of(Cores, "core")}", "").ToLowerInvariant(),
                "-"
            )
            .Trim('-');

    /// <summary>Whether ratios measured on either may be compared.</summary>
    public bool IsLike(Machine other) => Cpu == other.Cpu && Cores == other.Cores;

    /// <summary>Processes that wanted to run, over the last minute; null where the system does not say.</summary>
    public static double? Load()
    {
        const string Averages = "/proc/loadavg";
        return File.Exists(Averages)
            ? double.Parse(File.ReadAllText(Averages).Split(' ')[0], CultureInfo.InvariantCulture)
            : null;
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        if (!File.Exists(Info))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        var entries = File.ReadLines(Info)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        return entries.TryGetValue("model name", out var name)
            ? $"{name}, family {entries.GetValueOrDefault("cpu family")}, model {entries.GetValueOrDefault("model")}"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }

    [GeneratedRegex(@"\((R|TM)\)|@.*?GHz", RegexOptions.IgnoreCase)]
    private static partial Regex Marks();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
