using System.Numerics;

namespace Mlp.Native;

/// <summary>A matrix whose rows are padded with zeros to whole sets of lanes.</summary>
internal sealed unsafe class PaddedRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedArray<T> values;

    /// <summary>A matrix of zeros.</summary>
    public PaddedRows(int rows, int columns)
    {
        (Rows, Columns, Stride) = (rows, columns, Lane<T>.Padded(columns));
        values = new((long)rows * Stride);
    }

    /// <summary>A copy of a matrix.</summary>
    public PaddedRows(ReadOnlySpan<T> source, int rows, int columns)
        : this(rows, columns)
    {
        for (var row = 0; row < rows; row++)
        {
            source.Slice(row * columns, columns).CopyTo(new(At(row), columns));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Values in a row.</summary>
    public int Columns { get; }

    /// <summary>Values from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Sets of lanes in a row.</summary>
    public int Sets => Lane<T>.Sets(Columns);

    /// <summary>The first value.</summary>
    public T* Pointer => values.Pointer;

    /// <summary>The first value of a row.</summary>
    public T* At(int row) => values.Pointer + ((nint)row * Stride);

    /// <summary>Takes all values from a matrix of the same layout.</summary>
    public void CopyFrom(T* source) => Copy(source, Pointer);

    /// <summary>Gives all values to a matrix of the same layout.</summary>
    public void CopyTo(T* target) => Copy(Pointer, target);

    /// <summary>A copy without the padding.</summary>
    public Tensor<T> ToTensor(params ReadOnlySpan<int> shape)
    {
        var copy = new T[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            new ReadOnlySpan<T>(At(row), Columns).CopyTo(copy.AsSpan(row * Columns));
        }

        GC.KeepAlive(values);
        return new(copy, shape);
    }

    private void Copy(T* source, T* target)
    {
        var bytes = (long)Rows * Stride * sizeof(T);
        Buffer.MemoryCopy(source, target, bytes, bytes);
        GC.KeepAlive(values);
    }
}
