using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mlp.Native;

/// <summary>Operations on Vector512 of either type that the library offers for each type apart.</summary>
internal static unsafe class Registers512<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Constant(double value) =>
        typeof(T) == typeof(float)
            ? Vector512.Create((float)value).As<float, T>()
            : Vector512.Create(value).As<double, T>();

    /// <summary>Bytes as integers as wide as the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FromBytes(byte* source)
    {
        var bytes = Bytes.Load(source, Vector512<T>.Count);
        return typeof(T) == typeof(float)
            ? Avx512F.ConvertToVector512UInt32(bytes).As<uint, T>()
            : Avx512F.ConvertToVector512UInt64(bytes).As<ulong, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SubtractBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float)
            ? (a.AsUInt32() - b.AsUInt32()).As<uint, T>()
            : (a.AsUInt64() - b.AsUInt64()).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ShiftLeft(Vector512<T> a, int bits) =>
        typeof(T) == typeof(float)
            ? Vector512.ShiftLeft(a.AsUInt32(), bits).As<uint, T>()
            : Vector512.ShiftLeft(a.AsUInt64(), bits).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ShiftRight(Vector512<T> a, int bits) =>
        typeof(T) == typeof(float)
            ? Vector512.ShiftRightLogical(a.AsUInt32(), bits).As<uint, T>()
            : Vector512.ShiftRightLogical(a.AsUInt64(), bits).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Larger(Vector512<T> a, Vector512<T> b) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector512<T> a) => Registers256<T>.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(Vector512<T> a) =>
        Registers256<T>.Max(Registers256<T>.Larger(a.GetLower(), a.GetUpper()));
}
