using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Two sets of lanes.</summary>
internal unsafe struct Sets2<T, L>(L first, L second) : ISets<Sets2<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private L first = first;
    private L second = second;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sets2<T, L> Load(T* source) =>
        new(L.Load(source), L.Load(source + Lane<T>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(L x, Sets2<T, L> b)
    {
        first.Accumulate(x, b.first);
        second.Accumulate(x, b.second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<TTail>(T* target, nint column, TTail tail)
        where TTail : struct, ITail<T, L>
    {
        tail.Finish(first, target, column).Store(target);
        target += Lane<T>.Count;
        column += Lane<T>.Count;
        tail.Finish(second, target, column).Store(target);
    }
}
