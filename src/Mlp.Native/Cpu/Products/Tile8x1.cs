using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>8 rows by 1 set of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile8x1<T, L, TTail>
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
        var a1 = p.ARow;
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
        for (var k = p.Depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            var x = L.Of(*a);
            s00 = L.MultiplyAdd(x, b0, s00);
            x = L.Of(a[a1]);
            s10 = L.MultiplyAdd(x, b0, s10);
            x = L.Of(a[a2]);
            s20 = L.MultiplyAdd(x, b0, s20);
            x = L.Of(a[a3]);
            s30 = L.MultiplyAdd(x, b0, s30);
            x = L.Of(a[a4]);
            s40 = L.MultiplyAdd(x, b0, s40);
            x = L.Of(a[a5]);
            s50 = L.MultiplyAdd(x, b0, s50);
            x = L.Of(a[a6]);
            s60 = L.MultiplyAdd(x, b0, s60);
            x = L.Of(a[a7]);
            s70 = L.MultiplyAdd(x, b0, s70);
            a += aDepth;
            b += bRow;
        }

        var c = p.C + row * p.CRow + column;
        tail.Finish(s00, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s10, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s20, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s30, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s40, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s50, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s60, c, column).Store(c);
        c += p.CRow;
        tail.Finish(s70, c, column).Store(c);
    }
}
