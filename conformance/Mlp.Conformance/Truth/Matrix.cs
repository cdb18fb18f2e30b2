using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>A table of numbers, <c>[rows, columns]</c>, row-major.</summary>
internal sealed class Matrix<T>(T[] values, int rows, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Matrix(int rows, int columns)
        : this(new T[rows * columns], rows, columns) { }

    public int Rows => rows;

    public int Columns => columns;

    /// <summary>All values, row by row.</summary>
    public T[] Values => values;

    public ref T this[int row, int column] => ref values[row * columns + column];

    public Span<T> Row(int row) => values.AsSpan(row * columns, columns);

    /// <summary>The values as <c>[rows, columns]</c>.</summary>
    public Tensor<T> ToTensor() => Tensor.Create(values, rows, columns);

    /// <summary>The values of a tensor, converted to the type computed in and cut into that many rows.</summary>
    public static Matrix<T> From(Tensor tensor, int rows) =>
        new(Numbers<T>.Read(tensor), rows, rows == 0 ? 0 : tensor.Length / rows);

    /// <summary>The values of a tensor <c>[rows, ...]</c>.</summary>
    public static Matrix<T> From(Tensor tensor) => From(tensor, tensor.Rows);
}

/// <summary>The type computed in, as tensors know it.</summary>
internal static class Numbers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Precision Precision { get; } =
        typeof(T) == typeof(double) ? Precision.Float64 : Precision.Float32;

    /// <summary>A copy of the values, rounded to nearest.</summary>
    public static T[] Read(Tensor tensor) => ((Tensor<T>)tensor.To(Precision)).Values.ToArray();
}
