using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// How the type lays out its bits, and arithmetic on exponents. Each is inlined: in a method that is optimised at once, a call
/// that is not costs more than what it is part of.
/// </summary>
internal static class FloatFormat<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Whether the type is float32.</summary>
    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    /// <summary>Bits of the fraction.</summary>
    public static int FractionBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? 23 : 52;
    }

    /// <summary>2^FractionBits: an integer below it lies in the lowest bits of their sum.</summary>
    public static double Integers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? 8388608.0 : 4503599627370496.0;
    }

    /// <summary>Added to the exponent in the bits.</summary>
    public static int Bias
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? 127 : 1023;
    }

    /// <summary>1.5 * 2^FractionBits: added to a value, it leaves the value rounded to an integer in the lowest bits.</summary>
    public static double Rounder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1.5 * Integers;
    }

    /// <summary>The smallest normal number.</summary>
    public static double SmallestNormal
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? 1.17549435e-38 : 2.2250738585072014e-308;
    }

    /// <summary>x rounded to the nearest integer, for |x| well below 2^FractionBits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Round(L x) => x + L.Constant(Rounder) - L.Constant(Rounder);

    /// <summary>2^n for integers n of normal results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L PowerOfTwo(L n) => L.ShiftLeft(n + L.Constant(Rounder + Bias), FractionBits);

    /// <summary>x * 2^n, also where 2^n overflows or the result is subnormal: in two steps, so that only the last one rounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Scale(L x, L n)
    {
        var half = Round(n * L.Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }
}
