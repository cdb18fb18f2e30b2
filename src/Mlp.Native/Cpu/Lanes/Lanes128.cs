using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mlp.Native;

/// <summary>Lanes in four registers of 128 bits.</summary>
internal unsafe struct Lanes128<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c, Vector128<T> d)
    : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector128<T> a = a;
    private Vector128<T> b = b;
    private Vector128<T> c = c;
    private Vector128<T> d = d;

    public static bool ManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) =>
        new(
            Vector128.Load(source),
            Vector128.Load(source + Vector128<T>.Count),
            Vector128.Load(source + (2 * Vector128<T>.Count)),
            Vector128.Load(source + (3 * Vector128<T>.Count))
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Of(T value) =>
        new(
            Vector128.Create(value),
            Vector128.Create(value),
            Vector128.Create(value),
            Vector128.Create(value)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> OfAt(T* source) => Of(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Constant(double value) =>
        new(
            Registers128<T>.Constant(value),
            Registers128<T>.Constant(value),
            Registers128<T>.Constant(value),
            Registers128<T>.Constant(value)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> FromBytes(byte* source) =>
        new(
            Registers128<T>.FromBytes(source),
            Registers128<T>.FromBytes(source + Vector128<T>.Count),
            Registers128<T>.FromBytes(source + (2 * Vector128<T>.Count)),
            Registers128<T>.FromBytes(source + (3 * Vector128<T>.Count))
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target)
    {
        a.Store(target);
        b.Store(target + Vector128<T>.Count);
        c.Store(target + (2 * Vector128<T>.Count));
        d.Store(target + (3 * Vector128<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> x, Lanes128<T> y) =>
        new(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> x, Lanes128<T> y) =>
        new(x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> x, Lanes128<T> y) =>
        new(x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> x, Lanes128<T> y) =>
        new(x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> x, Lanes128<T> y) =>
        new(x.a & y.a, x.b & y.b, x.c & y.c, x.d & y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator |(Lanes128<T> x, Lanes128<T> y) =>
        new(x.a | y.a, x.b | y.b, x.c | y.c, x.d | y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> x) => new(-x.a, -x.b, -x.c, -x.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> SubtractBits(Lanes128<T> x, Lanes128<T> y) =>
        new(
            Registers128<T>.SubtractBits(x.a, y.a),
            Registers128<T>.SubtractBits(x.b, y.b),
            Registers128<T>.SubtractBits(x.c, y.c),
            Registers128<T>.SubtractBits(x.d, y.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftLeft(Lanes128<T> x, int bits) =>
        new(
            Registers128<T>.ShiftLeft(x.a, bits),
            Registers128<T>.ShiftLeft(x.b, bits),
            Registers128<T>.ShiftLeft(x.c, bits),
            Registers128<T>.ShiftLeft(x.d, bits)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftRight(Lanes128<T> x, int bits) =>
        new(
            Registers128<T>.ShiftRight(x.a, bits),
            Registers128<T>.ShiftRight(x.b, bits),
            Registers128<T>.ShiftRight(x.c, bits),
            Registers128<T>.ShiftRight(x.d, bits)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> x, Lanes128<T> y, Lanes128<T> z) =>
        new(
            Registers128<T>.MultiplyAdd(x.a, y.a, z.a),
            Registers128<T>.MultiplyAdd(x.b, y.b, z.b),
            Registers128<T>.MultiplyAdd(x.c, y.c, z.c),
            Registers128<T>.MultiplyAdd(x.d, y.d, z.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(Lanes128<T> x, Lanes128<T> y)
    {
        a = Registers128<T>.MultiplyAdd(x.a, y.a, a);
        b = Registers128<T>.MultiplyAdd(x.b, y.b, b);
        c = Registers128<T>.MultiplyAdd(x.c, y.c, c);
        d = Registers128<T>.MultiplyAdd(x.d, y.d, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(Lanes128<T> x, T* y) => Accumulate(x, Load(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> x) =>
        new(Vector128.Sqrt(x.a), Vector128.Sqrt(x.b), Vector128.Sqrt(x.c), Vector128.Sqrt(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> x) =>
        new(Vector128.Abs(x.a), Vector128.Abs(x.b), Vector128.Abs(x.c), Vector128.Abs(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Less(Lanes128<T> x, Lanes128<T> y) =>
        new(
            Vector128.LessThan(x.a, y.a),
            Vector128.LessThan(x.b, y.b),
            Vector128.LessThan(x.c, y.c),
            Vector128.LessThan(x.d, y.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LessOrEqual(Lanes128<T> x, Lanes128<T> y) =>
        new(
            Vector128.LessThanOrEqual(x.a, y.a),
            Vector128.LessThanOrEqual(x.b, y.b),
            Vector128.LessThanOrEqual(x.c, y.c),
            Vector128.LessThanOrEqual(x.d, y.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes128<T> x) =>
        x.a.ExtractMostSignificantBits()
        | (x.b.ExtractMostSignificantBits() << Vector128<T>.Count)
        | (x.c.ExtractMostSignificantBits() << (2 * Vector128<T>.Count))
        | (x.d.ExtractMostSignificantBits() << (3 * Vector128<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> yes, Lanes128<T> no) =>
        new(
            Vector128.ConditionalSelect(mask.a, yes.a, no.a),
            Vector128.ConditionalSelect(mask.b, yes.b, no.b),
            Vector128.ConditionalSelect(mask.c, yes.c, no.c),
            Vector128.ConditionalSelect(mask.d, yes.d, no.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes128<T> x) => Registers128<T>.Sum(x.a + x.c + (x.b + x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(Lanes128<T> x) =>
        Registers128<T>.Max(
            Registers128<T>.Larger(
                Registers128<T>.Larger(x.a, x.c),
                Registers128<T>.Larger(x.b, x.d)
            )
        );
}
