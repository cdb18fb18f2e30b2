using System.Runtime.CompilerServices;

namespace Mlp.TorchSharp;

/// <summary>
/// Whether results below the smallest normal number are kept. A library built with -ffast-math can switch the processor
/// to flushing them to zero, for all code of the thread that loads it.
/// </summary>
internal static class Subnormals
{
    /// <summary>Halves a subnormal number of either precision.</summary>
    /// <exception cref="InvalidOperationException">The result is not the smallest number.</exception>
    public static void AssertKept(string when)
    {
        // Bits are compared: in that mode, comparisons take subnormals for zero as well.
        var single = BitConverter.SingleToInt32Bits(Halve(2 * float.Epsilon));
        var twice = BitConverter.DoubleToInt64Bits(Halve(2 * double.Epsilon));
        Assert(single == 1 && twice == 1, $"{when}, in .NET");
    }

    /// <summary>The same by torch, over so many values that all its threads take part.</summary>
    /// <inheritdoc cref="AssertKept"/>
    public static void AssertKeptByTorch()
    {
        using var scope = torch.NewDisposeScope();
        var halves = torch
            .zeros(1 << 18, torch.ScalarType.Float32)
            .Filled(2 * float.Epsilon)
            .Times(0.5);
        var kept = true;
        foreach (var value in halves.data<float>())
        {
            kept &= BitConverter.SingleToInt32Bits(value) == 1;
        }

        Assert(kept, "in torch");
    }

    private static void Assert(bool kept, string where)
    {
        if (!kept)
        {
            throw new InvalidOperationException(
                $"Subnormal numbers are flushed to zero {where}; switch that mode off, or results are not those of IEEE 754."
            );
        }
    }

    // Not inlined, so that the product is made by the processor and not by the compiler.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Halve(float value) => value * 0.5f;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Halve(double value) => value * 0.5;
}
