using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>What lanes of one type have in common.</summary>
internal static unsafe class Lane<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T* Index = FillIndex();

    /// <summary>Values in one set of lanes: 16 floats or 8 doubles.</summary>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64 / sizeof(T);
    }

    /// <summary>Sets of lanes that hold <paramref name="values"/> values.</summary>
    public static int Sets(int values) => (values + Count - 1) / Count;

    /// <summary>The number rounded up to whole sets of lanes.</summary>
    public static int Padded(int values) => Sets(values) * Count;

    /// <summary>A mask of the first <paramref name="count"/> lanes; of all when there are no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L>(int count)
        where L : unmanaged, ILanes<L, T> =>
        L.Less(L.Load(Index), L.Of(T.CreateTruncating(Math.Min(count, Count))));

    /// <summary>The first <paramref name="count"/> values at <paramref name="source"/>, zeros in the other lanes; nothing beyond is read.</summary>
    public static L LoadFirst<L>(T* source, int count)
        where L : unmanaged, ILanes<L, T>
    {
        if (count >= Count)
        {
            return L.Load(source);
        }

        var values = stackalloc T[Count];
        for (var i = 0; i < count; i++)
        {
            values[i] = source[i];
        }

        return L.Load(values);
    }

    private static T* FillIndex()
    {
        // Kept for the life of the process.
        var index = (T*)
            System.Runtime.InteropServices.NativeMemory.AlignedAlloc(
                (nuint)(Count * sizeof(T)),
                64
            );
        for (var i = 0; i < Count; i++)
        {
            index[i] = T.CreateTruncating(i);
        }

        return index;
    }
}
