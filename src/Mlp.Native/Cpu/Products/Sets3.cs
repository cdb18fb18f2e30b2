using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Three sets of lanes.</summary>
internal unsafe struct Sets3<T, L>(L first, L second, L third) : ISets<Sets3<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private L first = first;
    private L second = second;
    private L third = third;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sets3<T, L> Load(T* source) =>
        new(L.Load(source), L.Load(source + Lane<T>.Count), L.Load(source + (2 * Lane<T>.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(L x, Sets3<T, L> b)
    {
        first.Accumulate(x, b.first);
        second.Accumulate(x, b.second);
        third.Accumulate(x, b.third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<TTail>(T* target, nint column, TTail tail)
        where TTail : struct, ITail<T, L>
    {
        tail.Finish(first, target, column).Store(target);
        target += Lane<T>.Count;
        column += Lane<T>.Count;
        tail.Finish(second, target, column).Store(target);
        target += Lane<T>.Count;
        column += Lane<T>.Count;
        tail.Finish(third, target, column).Store(target);
    }
}
