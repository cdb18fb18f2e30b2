using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mlp.Native;

/// <summary>Lanes in one register of 512 bits.</summary>
internal unsafe struct Lanes512<T>(Vector512<T> v) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector512<T> v = v;

    public static bool ManyRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Of(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> OfAt(T* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Constant(double value) => new(Registers512<T>.Constant(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> FromBytes(byte* source) => new(Registers512<T>.FromBytes(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target)
    {
        v.Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> x, Lanes512<T> y) => new(x.v + y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> x, Lanes512<T> y) => new(x.v - y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> x, Lanes512<T> y) => new(x.v * y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> x, Lanes512<T> y) => new(x.v / y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator &(Lanes512<T> x, Lanes512<T> y) => new(x.v & y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator |(Lanes512<T> x, Lanes512<T> y) => new(x.v | y.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> x) => new(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> SubtractBits(Lanes512<T> x, Lanes512<T> y) =>
        new(Registers512<T>.SubtractBits(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftLeft(Lanes512<T> x, int bits) =>
        new(Registers512<T>.ShiftLeft(x.v, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftRight(Lanes512<T> x, int bits) =>
        new(Registers512<T>.ShiftRight(x.v, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> x, Lanes512<T> y, Lanes512<T> z) =>
        new(Registers512<T>.MultiplyAdd(x.v, y.v, z.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(Lanes512<T> x, Lanes512<T> y)
    {
        if (typeof(T) == typeof(float))
        {
            v = Vector512
                .FusedMultiplyAdd(x.v.AsSingle(), y.v.AsSingle(), v.AsSingle())
                .As<float, T>();
        }
        else
        {
            v = Vector512
                .FusedMultiplyAdd(x.v.AsDouble(), y.v.AsDouble(), v.AsDouble())
                .As<double, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(Lanes512<T> x, T* y)
    {
        // Written out: by way of a variable, compilers load into a register first.
        if (typeof(T) == typeof(float))
        {
            v = Vector512
                .FusedMultiplyAdd(x.v.AsSingle(), Vector512.Load((float*)y), v.AsSingle())
                .As<float, T>();
        }
        else
        {
            v = Vector512
                .FusedMultiplyAdd(x.v.AsDouble(), Vector512.Load((double*)y), v.AsDouble())
                .As<double, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> x) => new(Vector512.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> x) => new(Vector512.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Less(Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.LessThan(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LessOrEqual(Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.LessThanOrEqual(x.v, y.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes512<T> x) => (uint)x.v.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> yes, Lanes512<T> no) =>
        new(Vector512.ConditionalSelect(mask.v, yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes512<T> x) => Registers512<T>.Sum(x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(Lanes512<T> x) => Registers512<T>.Max(x.v);
}
