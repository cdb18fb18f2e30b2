using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>One set of lanes.</summary>
internal unsafe struct Sets1<T, L>(L first) : ISets<Sets1<T, L>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private L first = first;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sets1<T, L> Load(T* source) => new(L.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accumulate(L x, Sets1<T, L> b) => first.Accumulate(x, b.first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<TTail>(T* target, nint column, TTail tail)
        where TTail : struct, ITail<T, L> => tail.Finish(first, target, column).Store(target);
}
