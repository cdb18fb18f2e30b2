using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>4 rows by a set of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile4<T, L, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    /// <summary>All of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Tile<T> tile, ref TTail tail)
    {
        var a = tile.A;
        var b = tile.B;
        var (aDepth, bRow) = (tile.ADepth, tile.BRow);
        var rows = new Rows8(tile.ARow);
        var sums = Sums4<T, L, Sets1<T, L>>.Zero();
        var k = tile.Depth;
        for (; k >= 4; k -= 4)
        {
            sums.Add(a, rows, b);
            sums.Add(a + aDepth, rows, b + bRow);
            sums.Add(a + (2 * aDepth), rows, b + (2 * bRow));
            sums.Add(a + (3 * aDepth), rows, b + (3 * bRow));
            a += 4 * aDepth;
            b += 4 * bRow;
        }

        for (; k > 0; k--)
        {
            sums.Add(a, rows, b);
            a += aDepth;
            b += bRow;
        }

        sums.Finish(tile.C, tile.CRow, tile.Column, tail);
    }
}
