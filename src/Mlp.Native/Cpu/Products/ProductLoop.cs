using System.Numerics;

namespace Mlp.Native;

/// <summary>Cuts a product into tiles, and its blocks evenly among workers.</summary>
internal static class ProductLoop<T, L, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    // Rows of a block: what the tallest tile of the path takes.
    private static int Tall => L.ManyRegisters ? 8 : 4;

    // Beyond this, B does not stay in a core's own cache while all rows pass over it.
    private const long NearBytes = 768 * 1024;

    /// <summary>One worker's part.</summary>
    public static void Run(in Product<T> p, TTail tail, int worker, int workers)
    {
        // Blocks are counted down the columns, so that a worker keeps to its own columns of B and C.
        var blocks = (p.Rows + Tall - 1) / Tall;
        var (start, end) = Share.Of((long)blocks * p.Sets, worker, workers);
        if (start == end)
        {
            return;
        }

        var (first, top) = ((int)(start / blocks), (int)(start % blocks));
        var (last, bottom) = ((int)(end / blocks), (int)(end % blocks));
        if (first == last)
        {
            Rectangle(p, top, bottom, first, last + 1, ref tail);
            return;
        }

        if (top > 0)
        {
            Rectangle(p, top, blocks, first, first + 1, ref tail);
            first++;
        }

        Rectangle(p, 0, blocks, first, last, ref tail);
        if (bottom > 0)
        {
            Rectangle(p, 0, bottom, last, last + 1, ref tail);
        }
    }

    // Blocks top to bottom (exclusive) of sets first to last (exclusive).
    private static unsafe void Rectangle(
        in Product<T> p,
        int top,
        int bottom,
        int first,
        int last,
        ref TTail tail
    )
    {
        // Rows outermost, unless B would have to come from afar for each of them.
        var wide =
            (long)p.Depth * (last - first) * Lane<T>.Count * sizeof(T) <= NearBytes ? last - first
            : L.ManyRegisters ? 2
            : 1;
        for (var from = first; from < last; from += wide)
        {
            for (var block = top; block < bottom; block++)
            {
                Block(
                    p,
                    block * Tall,
                    Math.Min(Tall, p.Rows - block * Tall),
                    from,
                    Math.Min(from + wide, last),
                    ref tail
                );
            }
        }
    }

    // At most Tall rows of sets first to last (exclusive).
    private static void Block(
        in Product<T> p,
        int row,
        int rows,
        int first,
        int last,
        ref TTail tail
    )
    {
        var done = 0;
        if (L.ManyRegisters && rows == 8)
        {
            var set = first;
            for (; set + 2 <= last; set += 2)
            {
                Tile8x2<T, L, TTail>.Run(p, row, (nint)set * Lane<T>.Count, ref tail);
            }

            if (set < last)
            {
                Tile8x1<T, L, TTail>.Run(p, row, (nint)set * Lane<T>.Count, ref tail);
            }

            done = 8;
        }

        for (; done + 4 <= rows; done += 4)
        {
            for (var set = first; set < last; set++)
            {
                Tile4x1<T, L, TTail>.Run(p, row + done, (nint)set * Lane<T>.Count, ref tail);
            }
        }

        for (; done < rows; done++)
        {
            var set = first;
            for (; L.ManyRegisters && set + 4 <= last; set += 4)
            {
                Tile1x4<T, L, TTail>.Run(p, row + done, (nint)set * Lane<T>.Count, ref tail);
            }

            for (; set < last; set++)
            {
                Tile1x1<T, L, TTail>.Run(p, row + done, (nint)set * Lane<T>.Count, ref tail);
            }
        }

        tail.Stored(row, rows, (nint)first * Lane<T>.Count, last - first);
    }
}
