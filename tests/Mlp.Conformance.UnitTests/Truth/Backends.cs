using Mlp.Conformance.Truth;
using Mlp.Native;
using Mlp.TorchSharp;

namespace Mlp.Conformance.UnitTests.Truth;

/// <summary>The backends written apart from each other, for corners that no case of the suite holds them to.</summary>
internal static class Backends
{
    // A failure of one, as of the reference where libtorch does not load, is that of its own tests.
    private static readonly Dictionary<string, Lazy<IOperations>> ByName = new()
    {
        ["plain"] = new(() => new PlainBackend().Operations),
        ["cpu"] = new(() => new CpuBackend("cpu", 1).Operations),
        ["torch:cpu"] = new(() => new TorchBackend("torch:cpu", 1).Operations),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The operations of the backend of that name, which is made when it is first asked for.</summary>
    public static IOperations Operations(string name) => ByName[name].Value;
}
