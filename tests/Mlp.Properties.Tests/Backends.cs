using Mlp.Native;
using Mlp.TorchSharp;

namespace Mlp.Properties.Tests;

/// <summary>The backends that properties are held on: native on every path of this machine, and the reference.</summary>
internal static class Backends
{
    // A failure of one, as of the reference where libtorch does not load, is that of its own tests.
    private static readonly Dictionary<string, Lazy<IOperations>> ByName = CpuBackend
        .Available.Select(name =>
            (Name: name, Make: (Func<IBackend>)(() => new CpuBackend(name, 1)))
        )
        .Append((Name: "torch:cpu", Make: () => new TorchBackend("torch:cpu", 1)))
        .ToDictionary(
            entry => entry.Name,
            entry => new Lazy<IOperations>(() => entry.Make().Operations!)
        );

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The operations of the backend of that name, which is made when it is first asked for.</summary>
    public static IOperations Operations(string name) => ByName[name].Value;

    /// <summary>The unit roundoff.</summary>
    public static double UnitRoundoff(Precision precision) =>
        Math.ScaleB(1, precision == Precision.Float64 ? -53 : -24);
}
