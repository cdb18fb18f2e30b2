using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>8 rows by 1 set of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile8x1<T, L, TTail>
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
        var a4 = 4 * a1;
        var a5 = 5 * a1;
        var a6 = 6 * a1;
        var a7 = 7 * a1;
        var s00 = L.Constant(0);
        var s10 = L.Constant(0);
        var s20 = L.Constant(0);
        var s30 = L.Constant(0);
        var s40 = L.Constant(0);
        var s50 = L.Constant(0);
        var s60 = L.Constant(0);
        var s70 = L.Constant(0);
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            var x = L.Of(*a);
            s00.Accumulate(x, b0);
            x = L.Of(a[a1]);
            s10.Accumulate(x, b0);
            x = L.Of(a[a2]);
            s20.Accumulate(x, b0);
            x = L.Of(a[a3]);
            s30.Accumulate(x, b0);
            x = L.Of(a[a4]);
            s40.Accumulate(x, b0);
            x = L.Of(a[a5]);
            s50.Accumulate(x, b0);
            x = L.Of(a[a6]);
            s60.Accumulate(x, b0);
            x = L.Of(a[a7]);
            s70.Accumulate(x, b0);
            a += aDepth;
            b += bRow;
        }

        var finish = tail;
        var c = tile.C;
        var (cRow, column) = (tile.CRow, tile.Column);
        finish.Finish(s00, c, column).Store(c);
        c += cRow;
        finish.Finish(s10, c, column).Store(c);
        c += cRow;
        finish.Finish(s20, c, column).Store(c);
        c += cRow;
        finish.Finish(s30, c, column).Store(c);
        c += cRow;
        finish.Finish(s40, c, column).Store(c);
        c += cRow;
        finish.Finish(s50, c, column).Store(c);
        c += cRow;
        finish.Finish(s60, c, column).Store(c);
        c += cRow;
        finish.Finish(s70, c, column).Store(c);
    }
}
