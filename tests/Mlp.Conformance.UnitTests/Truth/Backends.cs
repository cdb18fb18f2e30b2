using Mlp.Conformance.Truth;
using Mlp.Native;
using Mlp.TorchSharp;

namespace Mlp.Conformance.UnitTests.Truth;

/// <summary>The backends written apart from each other, for corners that no case of the suite holds them to.</summary>
internal static class Backends
{
    private static readonly Dictionary<string, IOperations> ByName = new IBackend[]
    {
        new PlainBackend(),
        new CpuBackend("cpu", 1),
        new TorchBackend("torch:cpu", 1),
    }.ToDictionary(backend => backend.Name, backend => backend.Operations!);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The operations of the backend of that name.</summary>
    public static IOperations Operations(string name) => ByName[name];
}
