using System.Numerics;

namespace Mlp.Native;

/// <summary>Rows of a data set, by their places in an order, with their labels and weights.</summary>
internal readonly unsafe struct Batch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The order of all rows; null as they come.</summary>
    public required int[]? Order { get; init; }

    /// <summary>The place of the first row in the order.</summary>
    public required int First { get; init; }

    /// <summary>Rows in the batch.</summary>
    public required int Rows { get; init; }

    /// <summary>Labels of all rows.</summary>
    public required T* Labels { get; init; }

    /// <summary>Values of labels a row.</summary>
    public required int LabelWidth { get; init; }

    /// <summary>Weights of all rows; null weighs each 1.</summary>
    public required T* Weights { get; init; }

    /// <summary>The number in the data set of a row of the batch.</summary>
    public int Source(int row) => Order is null ? First + row : Order[First + row];

    /// <summary>The labels of a row.</summary>
    public T* Label(int row) => Labels + ((nint)Source(row) * LabelWidth);

    /// <summary>The weight of a row.</summary>
    public T Weight(int row) => Weights == null ? T.One : Weights[Source(row)];
}
