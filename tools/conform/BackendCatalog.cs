using Mlp;
using Mlp.Conformance;
using Mlp.Gpu;
using Mlp.Native;
using Mlp.OnnxRuntime;
using Mlp.TorchSharp;

namespace Conform;

/// <summary>The backends this tool can make, by name.</summary>
internal static class BackendCatalog
{
    private static readonly Dictionary<string, Func<int?, IBackend>> Makers = new()
    {
        ["cpu"] = threads => new CpuBackend("cpu", threads),
        ["cpu:avx512"] = threads => new CpuBackend("cpu:avx512", threads),
        ["cpu:avx2"] = threads => new CpuBackend("cpu:avx2", threads),
        ["cpu:v128"] = threads => new CpuBackend("cpu:v128", threads),
        ["gpu"] = _ => new GpuBackend("gpu"),
        ["gpu:opencl"] = _ => new GpuBackend("gpu:opencl"),
        ["gpu:cuda"] = _ => new GpuBackend("gpu:cuda"),
        ["gpu:opencl:general"] = _ => new GpuBackend("gpu:opencl:general"),
        ["torch:cpu"] = threads => new TorchBackend("torch:cpu", threads),
        ["ort"] = threads => new OrtBackend(threads),
        ["torch:cuda"] = threads => new TorchBackend("torch:cuda", threads),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>What the backends of this repository decline.</summary>
    public static IReadOnlyList<Decline> Declines => [.. OrtDeclines.All, Onnx.Decline];

    /// <summary>The backend of that name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    /// <exception cref="NotSupportedException">This machine cannot run it; the message says why.</exception>
    public static IBackend Create(string name, int? threads = null) =>
        Mlp.Names.Find("backend", name, Makers)(threads);

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
            catch (NotSupportedException reason)
            {
                absent = reason.Message;
            }

            yield return (name, backend, absent);
        }
    }
}
