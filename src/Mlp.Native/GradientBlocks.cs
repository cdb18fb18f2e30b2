namespace Mlp.Native;

/// <summary>
/// The blocks of rows that a gradient of weights is summed in: the rows of each upwards, then the sums of the blocks in their order. They follow
/// from the rows of the batch alone, so that every device gives the same bits, and many can be summed side by side.
/// </summary>
internal static class GradientBlocks
{
    /// <summary>Rows of a block; the last one has what is left.</summary>
    public const int Rows = 1024;

    /// <summary>Blocks of so many rows.</summary>
    public static int Of(int rows) => (rows + Rows - 1) / Rows;
}
