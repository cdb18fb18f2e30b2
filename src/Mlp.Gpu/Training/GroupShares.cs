namespace Mlp.Gpu;

/// <summary>How the groups of the persistent path divide a model and a batch: the first own columns, the last ones rows.</summary>
/// <param name="All">Groups.</param>
/// <param name="Columns">Groups that own sources of the split layer: columns of the layer before it.</param>
/// <param name="Rows">Groups that own rows of a batch.</param>
internal readonly record struct GroupShares(int All, int Columns, int Rows)
{
    /// <summary>
    /// As few groups own columns as can, so that none owns more than it would with all that can stay. The others own the rows; where
    /// they are fewer than half of the rows, and of the groups, all groups do.
    /// </summary>
    /// <param name="sources">Sources of the split layer.</param>
    /// <param name="batch">Rows of a batch.</param>
    /// <param name="most">Groups that can stay.</param>
    public static GroupShares Of(int sources, int batch, int most)
    {
        var columns = Each(sources, Each(sources, most));
        var left = most - columns;
        var rows = Math.Min(batch, 2 * left >= Math.Min(batch, most) ? left : most);
        return new(Math.Min(columns + rows, most), columns, rows);
    }

    private static int Each(int n, int many) => (n + many - 1) / many;
}
