using System.Numerics;

namespace Mlp.Native;

/// <summary>How columns are divided among workers.</summary>
internal static class ProductLoop
{
    /// <summary>Rows of the tallest tile.</summary>
    public static int Tall(bool manyRegisters) => manyRegisters ? 8 : 4;

    /// <summary>
    /// Sets of lanes that are one worker's alone: whole panels, as many for each, and what is left all share, by rows; all
    /// of them where there is one worker.
    /// </summary>
    public static int OwnSets(int sets, int workers) =>
        workers == 1 ? sets : sets / Panels<float>.Width / workers * Panels<float>.Width;
}

/// <summary>Cuts a product into tiles, and its blocks evenly among workers.</summary>
internal static unsafe class ProductLoop<T, L, TTail>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    // Rows of a block: what the tallest tile of the path takes.
    private static int Tall => ProductLoop.Tall(L.ManyRegisters);

    // What of B stays in the nearest cache beside all else.
    private const int NearestBytes = 16 * 1024;

    // What of A stays in the second cache beside all else.
    private const int SecondBytes = 512 * 1024;

    // Rows that pass over a deeper panel before the next panel: few enough for A, many enough for B, to come from the second cache.
    private const int GroupRows = 64;

    /// <summary>One worker's part.</summary>
    /// <param name="p">The product.</param>
    /// <param name="tail">What becomes of the sums.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    /// <param name="skipped">How many of its own sets are done already.</param>
    public static void Run(in Product<T> p, TTail tail, int worker, int workers, int skipped = 0)
    {
        if (p.Rows == 0)
        {
            return;
        }

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
        var near = p.Depth * Panels<T>.Width * Lane<T>.Count * sizeof(T) <= NearestBytes;
        var group = near ? bottom - top : GroupRows / Tall;
        for (; top < bottom; top += group)
        {
            var end = Math.Min(p.Rows, Math.Min(bottom, top + group) * Tall);
            for (var set = first; set < last; )
            {
                var sets = Together(p, set, last);
                if (L.ManyRegisters && end - (top * Tall) < 4 && IsPair(p, set, last))
                {
                    sets = Pair(p, top * Tall, end, set, ref tail);
                }
                else
                {
                    Column(p, top * Tall, end, set, sets, ref tail);
                }

                tail.Stored(top * Tall, end - (top * Tall), (nint)set * Lane<T>.Count, sets);
                set += sets;
            }
        }
    }

    // Three sets at a time; a rest of four is two and two, for one alone has too few sums to keep the units busy.
    private static int Together(in Product<T> p, int set, int last)
    {
        var left = Math.Min(last, p.PanelEnd(set)) - set;
        return left == 4 ? 2 : Math.Min(3, left);
    }

    private static bool IsPair(in Product<T> p, int set, int last) =>
        set + 6 <= last && p.PanelEnd(set) >= set + 3 && p.PanelEnd(set + 3) >= set + 6;

    private static int Pair(in Product<T> p, int row, int end, int set, ref TTail tail)
    {
        for (; row < end; row++)
        {
            Tile1<T, L, Sets3<T, L>, TTail>.RunPair(p.At(row, set), p.At(row, set + 3), ref tail);
        }

        return 6;
    }

    // Rows to end (exclusive) of so many sets, at most three.
    private static void Column(in Product<T> p, int row, int end, int set, int sets, ref TTail tail)
    {
        if (L.ManyRegisters && row + 8 <= end)
        {
            var blocks = (end - row) / 8;
            Eights(p.At(row, set), blocks, sets, ref tail);
            row += 8 * blocks;
        }

        for (; row + 4 <= end; row += 4)
        {
            for (var i = set; i < set + sets; i++)
            {
                Tile4<T, L, TTail>.Run(p.At(row, i), ref tail);
            }
        }

        for (; row < end; row++)
        {
            if (sets == 3)
            {
                Tile1<T, L, Sets3<T, L>, TTail>.Run(p.At(row, set), ref tail);
                continue;
            }

            for (var i = set; i < set + sets; i++)
            {
                Tile1<T, L, Sets1<T, L>, TTail>.Run(p.At(row, i), ref tail);
            }
        }
    }

    private static void Eights(in Tile<T> tile, int blocks, int sets, ref TTail tail)
    {
        if (tile.ADepth == 1)
        {
            Eights<Along>(tile, blocks, sets, ref tail);
        }
        else if (tile.Depth * tile.ADepth * sizeof(T) <= SecondBytes)
        {
            Eights<Across>(tile, blocks, sets, ref tail);
        }
        else
        {
            Eights<FarAcross>(tile, blocks, sets, ref tail);
        }
    }

    private static void Eights<TWalk>(in Tile<T> tile, int blocks, int sets, ref TTail tail)
        where TWalk : struct, IWalk
    {
        switch (sets)
        {
            case 3:
                Tile8<T, L, Sets3<T, L>, TTail, TWalk>.Run(tile, blocks, ref tail);
                break;
            case 2:
                Tile8<T, L, Sets2<T, L>, TTail, TWalk>.Run(tile, blocks, ref tail);
                break;
            default:
                Tile8<T, L, Sets1<T, L>, TTail, TWalk>.Run(tile, blocks, ref tail);
                break;
        }
    }
}
