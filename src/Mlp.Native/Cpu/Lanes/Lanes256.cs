using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mlp.Native;

/// <summary>Lanes in two registers of 256 bits.</summary>
internal unsafe struct Lanes256<T>(Vector256<T> low, Vector256<T> high) : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector256<T> low = low;
    private Vector256<T> high = high;

    public static bool ManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) =>
        new(Vector256.Load(source), Vector256.Load(source + Vector256<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Of(T value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> OfAt(T* source)
    {
        var all = Registers256<T>.OfAt(source);
        return new(all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Constant(double value) =>
        new(Registers256<T>.Constant(value), Registers256<T>.Constant(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> FromBytes(byte* source) =>
        new(
            Registers256<T>.FromBytes(source),
            Registers256<T>.FromBytes(source + Vector256<T>.Count)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target)
    {
        low.Store(target);
        high.Store(target + Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> x, Lanes256<T> y) =>
        new(x.low + y.low, x.high + y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> x, Lanes256<T> y) =>
        new(x.low - y.low, x.high - y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> x, Lanes256<T> y) =>
        new(x.low * y.low, x.high * y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> x, Lanes256<T> y) =>
        new(x.low / y.low, x.high / y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> x, Lanes256<T> y) =>
        new(x.low & y.low, x.high & y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator |(Lanes256<T> x, Lanes256<T> y) =>
        new(x.low | y.low, x.high | y.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> x) => new(-x.low, -x.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SubtractBits(Lanes256<T> x, Lanes256<T> y) =>
        new(
            Registers256<T>.SubtractBits(x.low, y.low),
            Registers256<T>.SubtractBits(x.high, y.high)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftLeft(Lanes256<T> x, int bits) =>
        new(Registers256<T>.ShiftLeft(x.low, bits), Registers256<T>.ShiftLeft(x.high, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftRight(Lanes256<T> x, int bits) =>
        new(Registers256<T>.ShiftRight(x.low, bits), Registers256<T>.ShiftRight(x.high, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> x, Lanes256<T> y, Lanes256<T> z) =>
        new(
            Registers256<T>.MultiplyAdd(x.low, y.low, z.low),
            Registers256<T>.MultiplyAdd(x.high, y.high, z.high)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(Lanes256<T> x, Lanes256<T> y)
    {
        low = Registers256<T>.MultiplyAdd(x.low, y.low, low);
        high = Registers256<T>.MultiplyAdd(x.high, y.high, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(Lanes256<T> x, T* y) => Accumulate(x, Load(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> x) =>
        new(Vector256.Sqrt(x.low), Vector256.Sqrt(x.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> x) =>
        new(Vector256.Abs(x.low), Vector256.Abs(x.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Less(Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.LessThan(x.low, y.low), Vector256.LessThan(x.high, y.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LessOrEqual(Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.LessThanOrEqual(x.low, y.low), Vector256.LessThanOrEqual(x.high, y.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes256<T> x) =>
        x.low.ExtractMostSignificantBits()
        | (x.high.ExtractMostSignificantBits() << Vector256<T>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> yes, Lanes256<T> no) =>
        new(
            Vector256.ConditionalSelect(mask.low, yes.low, no.low),
            Vector256.ConditionalSelect(mask.high, yes.high, no.high)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes256<T> x) => Registers256<T>.Sum(x.low + x.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(Lanes256<T> x) =>
        Registers256<T>.Max(Registers256<T>.Larger(x.low, x.high));
}
