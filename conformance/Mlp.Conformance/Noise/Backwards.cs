namespace Mlp.Conformance;

/// <summary>Tensors with an axis in reverse. Doing it twice gives the tensor back.</summary>
internal static class Backwards
{
    /// <summary>The rows, last first.</summary>
    public static Tensor Rows(Tensor tensor)
    {
        var rows = Enumerable.Range(0, tensor.Rank == 0 ? 0 : tensor.Rows).Reverse().ToArray();
        return rows.Length < 2 ? tensor : tensor.Gather(rows);
    }

    /// <summary>The values within each row, last first, whatever the axes they lie on.</summary>
    public static Tensor Columns(Tensor tensor)
    {
        var width = tensor.RowLength;
        if (tensor.Rank < 2 || width < 2)
        {
            return tensor;
        }

        int[] places =
        [
            .. Enumerable.Range(0, tensor.Length).Select(i => i + width - 1 - 2 * (i % width)),
        ];
        return tensor.Reshape(tensor.Length).Gather(places).Reshape([.. tensor.Shape]);
    }

    /// <summary>Rows and columns both.</summary>
    public static Tensor Both(Tensor tensor) => Columns(Rows(tensor));

    /// <summary>The places of the rows when each batch is turned around by itself.</summary>
    public static void Batches(Span<int> rows, int batchSize)
    {
        for (var start = 0; start < rows.Length; start += batchSize)
        {
            rows[start..Math.Min(start + batchSize, rows.Length)].Reverse();
        }
    }

    /// <summary>The rows of each batch, last first; rows that are not paired stay as they are, for the backend to refuse.</summary>
    public static Samples Batches(Samples rows, int batchSize)
    {
        if (
            batchSize < 1
            || rows.Y.Rows != rows.Rows
            || (rows.SampleWeight?.Rows ?? rows.Rows) != rows.Rows
        )
        {
            return rows;
        }

        var order = Enumerable.Range(0, rows.Rows).ToArray();
        Batches(order.AsSpan(), batchSize);
        return rows.Gather(order);
    }
}
