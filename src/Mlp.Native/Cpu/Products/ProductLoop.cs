using System.Numerics;

namespace Mlp.Native;

/// <summary>How columns are divided among workers.</summary>
internal static class ProductLoop
{
    /// <summary>Sets of lanes that are one worker's alone: whole panels, as many for each. What is left all share, by rows.</summary>
    public static int OwnSets(int sets, int workers) =>
        sets / Panels<float>.Width / workers * Panels<float>.Width;
}

/// <summary>Cuts a product into tiles, and its blocks evenly among workers.</summary>
internal static unsafe class ProductLoop<T, L, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    // Rows of a block: what the tallest tile of the path takes.
    private static int Tall => L.ManyRegisters ? 8 : 4;

    // Beyond this, B does not stay in a core's own cache while all rows pass over it.
    private const long NearBytes = 768 * 1024;

    // What of B stays in the nearest cache beside all else.
    private const int NearestBytes = 16 * 1024;

    /// <summary>One worker's part.</summary>
    /// <param name="p">The product.</param>
    /// <param name="tail">What becomes of the sums.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    /// <param name="skipped">How many of its own sets are done already.</param>
    public static void Run(in Product<T> p, TTail tail, int worker, int workers, int skipped = 0)
    {
        // Whole panels first, so that a worker keeps to its own columns of B and C; the rest is cut down the columns.
        var blocks = (p.Rows + Tall - 1) / Tall;
        var own = ProductLoop.OwnSets(p.Sets, workers);
        Rectangle(p, 0, blocks, (worker * own) + skipped, (worker + 1) * own, ref tail);

        var shared = workers * own;
        var (start, end) = Share.Of((long)blocks * (p.Sets - shared), worker, workers);
        var (first, top) = (shared + (int)(start / blocks), (int)(start % blocks));
        var (last, bottom) = (shared + (int)(end / blocks), (int)(end % blocks));
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
    private static void Rectangle(
        in Product<T> p,
        int top,
        int bottom,
        int first,
        int last,
        ref TTail tail
    )
    {
        // Where little is summed, whole panels from top to bottom: the columns of B stay in the nearest cache.
        var whole = Math.Min(bottom, p.Rows / Tall);
        if (L.ManyRegisters && p.Depth * Panels<T>.Width * 64 <= NearestBytes && top < whole)
        {
            for (; first + Panels<T>.Width <= last; first += Panels<T>.Width)
            {
                if (p.PanelEnd(first) < first + Panels<T>.Width)
                {
                    break;
                }

                Tile8x3<T, L, TTail>.Run(p.At(top * Tall, first), whole - top, ref tail);
                tail.Stored(
                    top * Tall,
                    (whole - top) * Tall,
                    (nint)first * Lane<T>.Count,
                    Panels<T>.Width
                );
                for (var block = whole; block < bottom; block++)
                {
                    Block(
                        p,
                        block * Tall,
                        p.Rows - (block * Tall),
                        first,
                        first + Panels<T>.Width,
                        ref tail
                    );
                }
            }
        }

        // Rows outermost, unless B would have to come from afar for each of them.
        var near = (long)p.Depth * (last - first) * Lane<T>.Count * sizeof(T) <= NearBytes;
        for (var from = first; from < last; )
        {
            var to = near
                ? last
                : Math.Min(last, from - (from % Panels<T>.Width) + Panels<T>.Width);
            for (var block = top; block < bottom; block++)
            {
                Block(p, block * Tall, Math.Min(Tall, p.Rows - block * Tall), from, to, ref tail);
            }

            from = to;
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
        for (var set = first; set < last; )
        {
            var end = Math.Min(last, p.PanelEnd(set));
            var done = 0;
            if (L.ManyRegisters && rows == 8)
            {
                Tall8(p, row, set, end, ref tail);
                done = 8;
            }

            for (; done + 4 <= rows; done += 4)
            {
                for (var i = set; i < end; i++)
                {
                    Tile4x1<T, L, TTail>.Run(p.At(row + done, i), ref tail);
                }
            }

            for (; done < rows; done++)
            {
                var i = set;
                for (; i + 3 <= end; i += 3)
                {
                    Tile1x3<T, L, TTail>.Run(p.At(row + done, i), ref tail);
                }

                for (; i < end; i++)
                {
                    Tile1x1<T, L, TTail>.Run(p.At(row + done, i), ref tail);
                }
            }

            set = end;
        }

        tail.Stored(row, rows, (nint)first * Lane<T>.Count, last - first);
    }

    // Three sets at a time; a rest of four is two and two, for one alone has too few sums to keep the units busy.
    private static void Tall8(in Product<T> p, int row, int first, int last, ref TTail tail)
    {
        var set = first;
        for (; set + 3 <= last && set + 4 != last; set += 3)
        {
            Tile8x3<T, L, TTail>.Run(p.At(row, set), 1, ref tail);
        }

        for (; set + 2 <= last; set += 2)
        {
            Tile8x2<T, L, TTail>.Run(p.At(row, set), ref tail);
        }

        if (set < last)
        {
            Tile8x1<T, L, TTail>.Run(p.At(row, set), ref tail);
        }
    }
}
