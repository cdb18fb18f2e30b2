using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>1 row by some sets of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile1<T, L, TSets, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TSets : unmanaged, ISets<TSets, T, L>
    where TTail : struct, ITail<T, L>
{
    /// <summary>All of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Tile<T> tile, ref TTail tail)
    {
        var a = tile.A;
        var b = tile.B;
        var (aDepth, bRow) = (tile.ADepth, tile.BRow);
        var sums = default(TSets);
        for (var k = tile.Depth; k > 0; k--)
        {
            sums.Accumulate(L.OfAt(a), TSets.Load(b));
            a += aDepth;
            b += bRow;
        }

        sums.Finish(tile.C, tile.Column, tail);
    }

    /// <summary>All of two tiles of one row: the sums of one alone wait longer for each other than for memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunPair(in Tile<T> left, in Tile<T> right, ref TTail tail)
    {
        var a = left.A;
        var b = left.B;
        var d = right.B;
        var (aDepth, bRow, dRow) = (left.ADepth, left.BRow, right.BRow);
        var sums = default(TSets);
        var others = default(TSets);
        for (var k = left.Depth; k > 0; k--)
        {
            var x = L.OfAt(a);
            sums.Accumulate(x, TSets.Load(b));
            others.Accumulate(x, TSets.Load(d));
            a += aDepth;
            b += bRow;
            d += dRow;
        }

        sums.Finish(left.C, left.Column, tail);
        others.Finish(right.C, right.Column, tail);
    }
}
