using Mlp;
using Mlp.Conformance;
using Mlp.Gpu;
using Mlp.Native;

namespace Conform;

/// <summary>The backends this tool can make, by name. Those over other people's libraries may be left out of a build.</summary>
internal static partial class BackendCatalog
{
    private static readonly Dictionary<string, Func<int?, IBackend>> Makers = All();

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>What the backends of this repository decline.</summary>
    public static IReadOnlyList<Decline> Declines { get; } =
    [
        .. OrtDeclines.All,
        Onnx.Decline,
        .. GpuBackend
            .Names.Where(name => name.EndsWith(":persistent", StringComparison.Ordinal))
            .Select(PersistentDecline.Of),
    ];

    /// <summary>The backend of that name, or of the assembly that it points to (<see cref="BackendAssembly"/>).</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    /// <exception cref="NotSupportedException">This machine cannot run it; the message says why.</exception>
    public static IBackend Create(string name, int? threads = null) =>
        BackendAssembly.PathIn(name) is null
            ? Mlp.Names.Find("backend", name, Makers)(threads)
            : BackendAssembly.Create(name);

    /// <summary>Every backend with itself, or the line that says why this machine has it not.</summary>
    public static IEnumerable<(string Name, IBackend? Backend, string? Absent)> Probe()
    {
        foreach (var name in Names)
        {
            IBackend? backend = null;
            string? absent = null;
            try
            {
                backend = Create(name);
            }
            // The names are right: what is wrong is the device that MLP_DEVICE names, or the device.
            catch (Exception reason)
                when (reason is NotSupportedException or ArgumentException or DeviceException)
            {
                absent = reason.Message;
            }

            yield return (name, backend, absent);
        }
    }

    private static Dictionary<string, Func<int?, IBackend>> All()
    {
        var makers = new Dictionary<string, Func<int?, IBackend>>();
        foreach (var name in (string[])["cpu", "cpu:avx512", "cpu:avx2", "cpu:v128"])
        {
            makers[name] = threads => new CpuBackend(name, threads);
        }

        foreach (var name in GpuBackend.Names)
        {
            makers[name] = _ => new GpuBackend(name);
        }

        AddTorchSharp(makers);
        AddOnnxRuntime(makers);
        return makers;
    }

    // Each lies in a file of its own; without it these do nothing.
    static partial void AddTorchSharp(Dictionary<string, Func<int?, IBackend>> makers);

    static partial void AddOnnxRuntime(Dictionary<string, Func<int?, IBackend>> makers);
}
