using Mlp.Native;
using Mlp.TorchSharp;

namespace Mlp.Properties.Tests;

/// <summary>The backends that properties are held on: native on every path of this machine, and the reference.</summary>
internal static class Backends
{
    private static readonly Dictionary<string, IOperations> ByName = CpuBackend
        .Available.Select(name => (Name: name, Backend: (IBackend)new CpuBackend(name, 1)))
        .Append((Name: "torch:cpu", Backend: new TorchBackend("torch:cpu", 1)))
        .ToDictionary(entry => entry.Name, entry => entry.Backend.Operations!);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The operations of the backend of that name.</summary>
    public static IOperations Operations(string name) => ByName[name];

    /// <summary>The unit roundoff.</summary>
    public static double UnitRoundoff(Precision precision) =>
        Math.ScaleB(1, precision == Precision.Float64 ? -53 : -24);
}
