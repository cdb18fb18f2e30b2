using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>8 rows by some sets of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile8<T, L, TSets, TTail, TWalk>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TSets : unmanaged, ISets<TSets, T, L>
    where TTail : struct, ITail<T, L>
    where TWalk : struct, IWalk
{
    /// <summary>All of the tile, and of those below it: so many in all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Tile<T> tile, int blocks, ref TTail tail)
    {
        var aDepth = TWalk.Depth(tile.ADepth);
        var rows = new Rows8(TWalk.Row(tile.ARow));
        var (bRow, cRow, column) = (tile.BRow, tile.CRow, tile.Column);
        var finish = tail;
        var first = tile.A;
        var c = tile.C;
        for (; blocks > 0; blocks--)
        {
            var a = first;
            var b = tile.B;
            var sums = Sums8<T, L, TSets>.Zero();
            var k = tile.Depth;

            // Four at a time: what counts and moves on takes its share of the units that multiply.
            for (; k >= 4; k -= 4)
            {
                TWalk.Fetch(a, aDepth);
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

            sums.Finish(c, cRow, column, finish);
            c += 8 * cRow;
            first += 8 * TWalk.Row(tile.ARow);
        }
    }
}
