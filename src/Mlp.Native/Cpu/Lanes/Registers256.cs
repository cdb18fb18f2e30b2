using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mlp.Native;

/// <summary>Operations on Vector256 of either type that the library offers for each type apart.</summary>
internal static unsafe class Registers256<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The value at <paramref name="source"/> everywhere. Compilers load it first where they are asked for the same by way of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> OfAt(T* source)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(*source);
        }

        return typeof(T) == typeof(float)
            ? Avx.BroadcastScalarToVector256((float*)source).As<float, T>()
            : Avx.BroadcastScalarToVector256((double*)source).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Constant(double value) =>
        typeof(T) == typeof(float)
            ? Vector256.Create((float)value).As<float, T>()
            : Vector256.Create(value).As<double, T>();

    /// <summary>Bytes as integers as wide as the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FromBytes(byte* source)
    {
        var bytes = Bytes.Load(source, Vector256<T>.Count).ToVector256();
        var words = Vector256.WidenLower(Vector256.WidenLower(bytes));
        return typeof(T) == typeof(float)
            ? words.As<uint, T>()
            : Vector256.WidenLower(words).As<ulong, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> SubtractBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? (a.AsUInt32() - b.AsUInt32()).As<uint, T>()
            : (a.AsUInt64() - b.AsUInt64()).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftLeft(Vector256<T> a, int bits) =>
        typeof(T) == typeof(float)
            ? Vector256.ShiftLeft(a.AsUInt32(), bits).As<uint, T>()
            : Vector256.ShiftLeft(a.AsUInt64(), bits).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftRight(Vector256<T> a, int bits) =>
        typeof(T) == typeof(float)
            ? Vector256.ShiftRightLogical(a.AsUInt32(), bits).As<uint, T>()
            : Vector256.ShiftRightLogical(a.AsUInt64(), bits).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Larger(Vector256<T> a, Vector256<T> b) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector256<T> a) => Registers128<T>.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(Vector256<T> a) =>
        Registers128<T>.Max(Registers128<T>.Larger(a.GetLower(), a.GetUpper()));
}
