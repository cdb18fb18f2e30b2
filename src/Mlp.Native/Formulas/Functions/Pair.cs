using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>The unevaluated sum High + Low, Low being what rounding took from High: about twice the digits.</summary>
internal readonly struct Pair<T, L>(L high, L low)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>The value, rounded.</summary>
    public readonly L High = high;

    /// <summary>What rounding took from it.</summary>
    public readonly L Low = low;

    /// <summary>The value in one number.</summary>
    public L Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => High + Low;
    }

    /// <summary>a + b + low, for |a| &gt;= |b| or a = 0, and low far below both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T, L> Sum(L a, L b, L low)
    {
        var high = a + b;
        return new(high, b - (high - a) + low);
    }

    /// <summary>1 / a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T, L> Inverse(Pair<T, L> a)
    {
        var one = L.Constant(1);
        var high = one / a.High;
        var rest = L.MultiplyAdd(-high, a.High, one) - high * a.Low;
        return new(high, high * rest);
    }

    /// <summary>a * b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T, L> operator *(Pair<T, L> a, Pair<T, L> b)
    {
        var high = a.High * b.High;
        var rest = L.MultiplyAdd(a.High, b.High, -high);
        return new(high, L.MultiplyAdd(a.High, b.Low, L.MultiplyAdd(a.Low, b.High, rest)));
    }
}
