using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>1 row by 1 set of lanes of a product, the sums in registers.</summary>
internal static unsafe class Tile1x1<T, L, TTail>
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
        var s00 = L.Constant(0);
        for (var k = p.Depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            var x = L.Of(*a);
            s00 = L.MultiplyAdd(x, b0, s00);
            a += aDepth;
            b += bRow;
        }

        var c = p.C + row * p.CRow + column;
        tail.Finish(s00, c, column).Store(c);
    }
}
