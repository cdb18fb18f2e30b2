using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>1 row by 4 sets of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile1x4<T, L, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    /// <summary>The tile of p that begins at that row and column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Product<T> p, nint row, nint column, ref TTail tail)
    {
        var a = p.A + row * p.ARow;
        var b = p.B + column;
        var (aDepth, bRow) = (p.ADepth, p.BRow);
        var (s00, s01, s02, s03) = (L.Constant(0), L.Constant(0), L.Constant(0), L.Constant(0));
        for (var k = p.Depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            var b1 = L.Load(b + Lane<T>.Count);
            var b2 = L.Load(b + 2 * Lane<T>.Count);
            var b3 = L.Load(b + 3 * Lane<T>.Count);
            var x = L.Of(*a);
            s00 = L.MultiplyAdd(x, b0, s00);
            s01 = L.MultiplyAdd(x, b1, s01);
            s02 = L.MultiplyAdd(x, b2, s02);
            s03 = L.MultiplyAdd(x, b3, s03);
            a += aDepth;
            b += bRow;
        }

        var c = p.C + row * p.CRow + column;
        tail.Finish(s00, c, column).Store(c);
        tail.Finish(s01, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
        tail.Finish(s02, c + 2 * Lane<T>.Count, column + 2 * Lane<T>.Count)
            .Store(c + 2 * Lane<T>.Count);
        tail.Finish(s03, c + 3 * Lane<T>.Count, column + 3 * Lane<T>.Count)
            .Store(c + 3 * Lane<T>.Count);
    }
}
