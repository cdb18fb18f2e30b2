using Mlp.Native;

namespace Benchmarks;

/// <summary>The ways through a step that the native backend offers and that are measured apart; null where it does not offer one.</summary>
internal static class NativePaths
{
    /// <summary>Every product dense, whatever the inputs hold.</summary>
    public static CpuBackend? Dense(int threads) => new("cpu", threads);

    /// <summary>Products with the inputs skip their zeros.</summary>
    public static CpuBackend? Skip(int threads) => null;
}
