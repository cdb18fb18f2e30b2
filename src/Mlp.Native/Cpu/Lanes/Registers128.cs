using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mlp.Native;

/// <summary>Operations on Vector128 of either type that the library offers for each type apart.</summary>
internal static unsafe class Registers128<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Constant(double value) =>
        typeof(T) == typeof(float)
            ? Vector128.Create((float)value).As<float, T>()
            : Vector128.Create(value).As<double, T>();

    /// <summary>Bytes as integers as wide as the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> FromBytes(byte* source)
    {
        var bytes = Bytes.Load(source, Vector128<T>.Count);
        var words = Vector128.WidenLower(Vector128.WidenLower(bytes));
        return typeof(T) == typeof(float)
            ? words.As<uint, T>()
            : Vector128.WidenLower(words).As<ulong, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> SubtractBits(Vector128<T> a, Vector128<T> b) =>
        typeof(T) == typeof(float)
            ? (a.AsUInt32() - b.AsUInt32()).As<uint, T>()
            : (a.AsUInt64() - b.AsUInt64()).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftLeft(Vector128<T> a, int bits) =>
        typeof(T) == typeof(float)
            ? Vector128.ShiftLeft(a.AsUInt32(), bits).As<uint, T>()
            : Vector128.ShiftLeft(a.AsUInt64(), bits).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftRight(Vector128<T> a, int bits) =>
        typeof(T) == typeof(float)
            ? Vector128.ShiftRightLogical(a.AsUInt32(), bits).As<uint, T>()
            : Vector128.ShiftRightLogical(a.AsUInt64(), bits).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Larger(Vector128<T> a, Vector128<T> b) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(b, a), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector128<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            a += Vector128.Shuffle(a.AsSingle(), Vector128.Create(2, 3, 0, 1)).As<float, T>();
        }

        return a.ToScalar() + a.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(Vector128<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            a = Larger(
                a,
                Vector128.Shuffle(a.AsSingle(), Vector128.Create(2, 3, 0, 1)).As<float, T>()
            );
        }

        return a.GetElement(1) > a.ToScalar() ? a.GetElement(1) : a.ToScalar();
    }
}
