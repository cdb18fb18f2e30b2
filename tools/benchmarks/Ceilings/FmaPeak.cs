using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Benchmarks;

/// <summary>
/// Fused multiply-adds on registers alone: no product on this machine can be faster. <see cref="Chains"/> independent sums hide
/// the latency (4 cycles on two ports need 8) and leave the registers unspilled. Check with
/// <c>DOTNET_JitDisasm="Wide Middle Narrow" conform bench --only ceilings</c>: the loop is 12 vfmadd, an add, a compare, a branch.
/// </summary>
internal static class FmaPeak
{
    /// <summary>Independent sums in the loop.</summary>
    public const int Chains = 12;

    // x = x * Factor + Term stays at 1: neither zero, subnormal nor infinite, whatever the hardware makes of those.
    private const float Factor = 0.75f;
    private const float Term = 0.25f;

    /// <summary>Bits of the widest registers the loop runs on.</summary>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    /// <summary>Floating-point operations of one turn of the loop: a multiplication and an addition a lane.</summary>
    public static double FlopsATurn => 2.0 * Chains * Bits / 32;

    /// <summary>Runs the loop.</summary>
    public static float Run(long turns) =>
        Bits switch
        {
            512 => Wide(turns),
            256 => Middle(turns),
            _ => Narrow(turns),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Wide(long turns)
    {
        var (factor, term) = (Vector512.Create(Factor), Vector512.Create(Term));
        var (s0, s1, s2, s3, s4, s5) = (term, term, term, term, term, term);
        var (s6, s7, s8, s9, s10, s11) = (term, term, term, term, term, term);
        for (var turn = 0L; turn < turns; turn++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, factor, term);
            s1 = Vector512.FusedMultiplyAdd(s1, factor, term);
            s2 = Vector512.FusedMultiplyAdd(s2, factor, term);
            s3 = Vector512.FusedMultiplyAdd(s3, factor, term);
            s4 = Vector512.FusedMultiplyAdd(s4, factor, term);
            s5 = Vector512.FusedMultiplyAdd(s5, factor, term);
            s6 = Vector512.FusedMultiplyAdd(s6, factor, term);
            s7 = Vector512.FusedMultiplyAdd(s7, factor, term);
            s8 = Vector512.FusedMultiplyAdd(s8, factor, term);
            s9 = Vector512.FusedMultiplyAdd(s9, factor, term);
            s10 = Vector512.FusedMultiplyAdd(s10, factor, term);
            s11 = Vector512.FusedMultiplyAdd(s11, factor, term);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Middle(long turns)
    {
        var (factor, term) = (Vector256.Create(Factor), Vector256.Create(Term));
        var (s0, s1, s2, s3, s4, s5) = (term, term, term, term, term, term);
        var (s6, s7, s8, s9, s10, s11) = (term, term, term, term, term, term);
        for (var turn = 0L; turn < turns; turn++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, factor, term);
            s1 = Vector256.FusedMultiplyAdd(s1, factor, term);
            s2 = Vector256.FusedMultiplyAdd(s2, factor, term);
            s3 = Vector256.FusedMultiplyAdd(s3, factor, term);
            s4 = Vector256.FusedMultiplyAdd(s4, factor, term);
            s5 = Vector256.FusedMultiplyAdd(s5, factor, term);
            s6 = Vector256.FusedMultiplyAdd(s6, factor, term);
            s7 = Vector256.FusedMultiplyAdd(s7, factor, term);
            s8 = Vector256.FusedMultiplyAdd(s8, factor, term);
            s9 = Vector256.FusedMultiplyAdd(s9, factor, term);
            s10 = Vector256.FusedMultiplyAdd(s10, factor, term);
            s11 = Vector256.FusedMultiplyAdd(s11, factor, term);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Narrow(long turns)
    {
        var (factor, term) = (Vector128.Create(Factor), Vector128.Create(Term));
        var (s0, s1, s2, s3, s4, s5) = (term, term, term, term, term, term);
        var (s6, s7, s8, s9, s10, s11) = (term, term, term, term, term, term);
        for (var turn = 0L; turn < turns; turn++)
        {
            s0 = Vector128.FusedMultiplyAdd(s0, factor, term);
            s1 = Vector128.FusedMultiplyAdd(s1, factor, term);
            s2 = Vector128.FusedMultiplyAdd(s2, factor, term);
            s3 = Vector128.FusedMultiplyAdd(s3, factor, term);
            s4 = Vector128.FusedMultiplyAdd(s4, factor, term);
            s5 = Vector128.FusedMultiplyAdd(s5, factor, term);
            s6 = Vector128.FusedMultiplyAdd(s6, factor, term);
            s7 = Vector128.FusedMultiplyAdd(s7, factor, term);
            s8 = Vector128.FusedMultiplyAdd(s8, factor, term);
            s9 = Vector128.FusedMultiplyAdd(s9, factor, term);
            s10 = Vector128.FusedMultiplyAdd(s10, factor, term);
            s11 = Vector128.FusedMultiplyAdd(s11, factor, term);
        }

        return Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
