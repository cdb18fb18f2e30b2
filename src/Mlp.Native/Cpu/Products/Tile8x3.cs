using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>8 rows by 3 sets of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile8x3<T, L, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    /// <summary>All of the tile, and of those below it: so many in all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Tile<T> tile, int blocks, ref TTail tail)
    {
        var (aDepth, bRow) = (tile.ADepth, tile.BRow);
        var a1 = tile.ARow;
        var a2 = 2 * a1;
        var a3 = 3 * a1;
        var a4 = 4 * a1;
        var a5 = 5 * a1;
        var a6 = 6 * a1;
        var a7 = 7 * a1;
        var finish = tail;
        var (cRow, column) = (tile.CRow, tile.Column);
        var first = tile.A;
        var c = tile.C;
        for (; blocks > 0; blocks--)
        {
            var a = first;
            var b = tile.B;
            var (s00, s01, s02) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s10, s11, s12) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s20, s21, s22) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s30, s31, s32) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s40, s41, s42) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s50, s51, s52) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s60, s61, s62) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s70, s71, s72) = (L.Constant(0), L.Constant(0), L.Constant(0));
            for (var k = tile.Depth; k > 0; k--)
            {
                var b0 = L.Load(b);
                var b1 = L.Load(b + Lane<T>.Count);
                var b2 = L.Load(b + 2 * Lane<T>.Count);
                var x = L.Of(*a);
                s00.Accumulate(x, b0);
                s01.Accumulate(x, b1);
                s02.Accumulate(x, b2);
                x = L.Of(a[a1]);
                s10.Accumulate(x, b0);
                s11.Accumulate(x, b1);
                s12.Accumulate(x, b2);
                x = L.Of(a[a2]);
                s20.Accumulate(x, b0);
                s21.Accumulate(x, b1);
                s22.Accumulate(x, b2);
                x = L.Of(a[a3]);
                s30.Accumulate(x, b0);
                s31.Accumulate(x, b1);
                s32.Accumulate(x, b2);
                x = L.Of(a[a4]);
                s40.Accumulate(x, b0);
                s41.Accumulate(x, b1);
                s42.Accumulate(x, b2);
                x = L.Of(a[a5]);
                s50.Accumulate(x, b0);
                s51.Accumulate(x, b1);
                s52.Accumulate(x, b2);
                x = L.Of(a[a6]);
                s60.Accumulate(x, b0);
                s61.Accumulate(x, b1);
                s62.Accumulate(x, b2);
                x = L.Of(a[a7]);
                s70.Accumulate(x, b0);
                s71.Accumulate(x, b1);
                s72.Accumulate(x, b2);
                a += aDepth;
                b += bRow;
            }

            finish.Finish(s00, c, column).Store(c);
            finish.Finish(s01, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s02, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s10, c, column).Store(c);
            finish.Finish(s11, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s12, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s20, c, column).Store(c);
            finish.Finish(s21, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s22, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s30, c, column).Store(c);
            finish.Finish(s31, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s32, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s40, c, column).Store(c);
            finish.Finish(s41, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s42, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s50, c, column).Store(c);
            finish.Finish(s51, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s52, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s60, c, column).Store(c);
            finish.Finish(s61, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s62, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            finish.Finish(s70, c, column).Store(c);
            finish.Finish(s71, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s72, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
                .Store(c + 2 * Lane<T>.Count);
            c += cRow;
            first += 8 * a1;
        }
    }
}
