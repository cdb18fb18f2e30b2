using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>1 row by 4 sets of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile1x4<T, L, TTail>
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
        var (s00, s01, s02, s03) = (L.Constant(0), L.Constant(0), L.Constant(0), L.Constant(0));
        for (var k = tile.Depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            var b1 = L.Load(b + Lane<T>.Count);
            var b2 = L.Load(b + 2 * Lane<T>.Count);
            var b3 = L.Load(b + 3 * Lane<T>.Count);
            var x = L.Of(*a);
            s00.Accumulate(x, b0);
            s01.Accumulate(x, b1);
            s02.Accumulate(x, b2);
            s03.Accumulate(x, b3);
            a += aDepth;
            b += bRow;
        }

        var finish = tail;
        var c = tile.C;
        var column = tile.Column;
        finish.Finish(s00, c, column).Store(c);
        finish.Finish(s01, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
        finish
            .Finish(s02, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
            .Store(c + 2 * Lane<T>.Count);
        finish
            .Finish(s03, c + 3 * Lane<T>.Count, column + 3 * Lane<T>.Count)
            .Store(c + 3 * Lane<T>.Count);
    }
}
