using Mlp.Native;

namespace Benchmarks;

/// <summary>The ways through a step that the native backend offers and that are measured apart.</summary>
internal static class NativePaths
{
    /// <summary>Every product dense, whatever the inputs hold.</summary>
    public static CpuBackend Dense(int threads) => new("cpu", threads, ZeroInputs.Dense);

    /// <summary>Products with the inputs skip their zeros.</summary>
    public static CpuBackend Skip(int threads) => new("cpu", threads, ZeroInputs.Skip);
}
