using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>The sums of 4 rows: as <see cref="Sums8{T, L, TSets}"/>, for what has no more rows, or few registers.</summary>
/// <param name="zero">What each begins with.</param>
internal unsafe struct Sums4<T, L, TSets>(TSets zero) : ISums<Sums4<T, L, TSets>, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TSets : unmanaged, ISets<TSets, T, L>
{
    private TSets s0 = zero;
    private TSets s1 = zero;
    private TSets s2 = zero;
    private TSets s3 = zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Sums4<T, L, TSets> Zero() => new(default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T* a, Rows8 rows, T* b)
    {
        var sets = TSets.Load(b);
        s0.Accumulate(L.OfAt(a), sets);
        s1.Accumulate(L.OfAt(a + rows.R1), sets);
        s2.Accumulate(L.OfAt(a + rows.R2), sets);
        s3.Accumulate(L.OfAt(a + rows.R3), sets);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish<TTail>(T* target, nint row, nint column, TTail tail)
        where TTail : struct, ITail<T, L>
    {
        s0.Finish(target, column, tail);
        target += row;
        s1.Finish(target, column, tail);
        target += row;
        s2.Finish(target, column, tail);
        target += row;
        s3.Finish(target, column, tail);
    }
}
