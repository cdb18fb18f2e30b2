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
        var a1 = tile.ARow;
        var a2 = 2 * a1;
        var a3 = 3 * a1;
        var s0 = L.Constant(0);
        var s1 = L.Constant(0);
        var s2 = L.Constant(0);
        var s3 = L.Constant(0);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            s0.Accumulate(L.Of(*a), b0);
            s1.Accumulate(L.Of(a[a1]), b0);
            s2.Accumulate(L.Of(a[a2]), b0);
            s3.Accumulate(L.Of(a[a3]), b0);
            a += aDepth;
            b += bRow;
        }

        var finish = tail;
        var c = tile.C;
        var (cRow, column) = (tile.CRow, tile.Column);
        finish.Finish(s0, c, column).Store(c);
        c += cRow;
        finish.Finish(s1, c, column).Store(c);
        c += cRow;
        finish.Finish(s2, c, column).Store(c);
        c += cRow;
        finish.Finish(s3, c, column).Store(c);
    }
}
