namespace Mlp.Gpu;

/// <summary>
/// A tile of a product, which one group computes: 8 by 16 threads of some rows by some columns each. Large ones read less for each sum,
/// small ones leave no processor idle; the bits are the same.
/// </summary>
/// <param name="ThreadRows">Rows of a thread.</param>
/// <param name="ThreadColumns">Columns of a thread.</param>
/// <param name="Depth">k that pass through local memory at once, in float32; half as many in float64.</param>
/// <param name="Alone">Clocks that a tile takes for each k on a processor of its own, as seen on an H200: only ratios count.</param>
/// <param name="Clocks">The same of each of several on one processor, which wait by turns.</param>
internal sealed record ProductTile(
    int ThreadRows,
    int ThreadColumns,
    int Depth,
    int Alone,
    int Clocks
)
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = Across * Down;

    private const int Across = 8;
    private const int Down = 16;

    /// <summary>The tiles there are, largest first.</summary>
    public static readonly IReadOnlyList<ProductTile> All =
    [
        new(4, 8, 24, 88, 56),
        new(4, 4, 32, 44, 32),
        new(2, 2, 64, 22, 17),
        new(1, 2, 96, 18, 14),
    ];

    /// <summary>Rows of the tile.</summary>
    public int Rows => Down * ThreadRows;

    /// <summary>Columns of the tile.</summary>
    public int Columns => Across * ThreadColumns;

    /// <summary>The tile that ends a product soonest.</summary>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="blocks">Results of that shape that are computed side by side.</param>
    /// <param name="limits">The device. A CPU has few registers for threads to hold sums in: there the smallest is best.</param>
    public static ProductTile For(int rows, int columns, int blocks, DeviceLimits limits) =>
        limits.IsCpu
            ? All[^1]
            : All.MinBy(tile =>
            {
                var (across, down) = tile.Groups(rows, columns);
                var units = limits.ComputeUnits;
                var rounds = (((long)across * down * blocks) + units - 1) / units;
                return Math.Max(tile.Alone, rounds * tile.Clocks);
            })!;

    /// <summary>Tiles of a result, across and down.</summary>
    public (int Across, int Down) Groups(int rows, int columns) =>
        ((columns + Columns - 1) / Columns, (rows + Rows - 1) / Rows);

    /// <summary>What the products are compiled with for this tile.</summary>
    /// <param name="isWide">Whether in float64.</param>
    public string[] Defines(bool isWide) =>
        [
            $"THREAD_ROWS={ThreadRows}",
            $"THREAD_COLUMNS={ThreadColumns}",
            $"DEPTH={(isWide ? Depth / 2 : Depth)}",
        ];
}
