using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mlp;

/// <summary>
/// A dense array with a shape, row-major. Data only: nothing here computes. The values of a tensor that was handed out
/// do not change; whoever makes one from an array gives the array away.
/// </summary>
public abstract class Tensor
{
    private protected Tensor(ReadOnlySpan<int> shape, int length)
    {
        var product = Int128.One;
        foreach (var size in shape)
        {
            if (size < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(shape),
                    $"Shape {FormatShape(shape)} has a negative size; every size must be 0 or more."
                );
            }

            // Held far above any length: large sizes must not wrap around to a small product.
            product = Int128.Min(product * size, long.MaxValue);
        }

        if (product != length)
        {
            throw new ArgumentException(
                $"Shape {FormatShape(shape)} holds {(product < long.MaxValue ? $"{product}" : "2^63 or more")} values, but {length} were given.",
                nameof(shape)
            );
        }

        Shape = Array.AsReadOnly(shape.ToArray());
    }

    /// <summary>Sizes of the axes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of axes; 0 for a scalar.</summary>
    public int Rank => Shape.Count;

    /// <summary>Number of values: the product of <see cref="Shape"/>.</summary>
    public abstract int Length { get; }

    /// <summary>The type of one value.</summary>
    public abstract ElementType Type { get; }

    /// <summary>Size of the first axis; 1 for a scalar.</summary>
    public int Rows => Rank == 0 ? 1 : Shape[0];

    /// <summary>Values in one row: the product of all axes but the first; 1 for a scalar or a vector.</summary>
    public int RowLength
    {
        get
        {
            var product = 1;
            for (var axis = 1; axis < Rank; axis++)
            {
                product *= Shape[axis];
            }

            return product;
        }
    }

    /// <summary>The value at a flat, row-major index, widened. Exact for every type but integers beyond 2^53.</summary>
    public abstract double this[int index] { get; }

    /// <summary>The value in a row, at a flat index within it, widened: of a matrix its row and column.</summary>
    public double this[int row, int column] =>
        row >= 0 && row < Rows && column >= 0 && column < RowLength
            ? this[(row * RowLength) + column]
            : throw new ArgumentOutOfRangeException(
                nameof(row),
                $"Row {row}, column {column} was asked of {this}; it has {Rows} rows of {RowLength}."
            );

    /// <summary>The same values under another shape; nothing is copied.</summary>
    /// <exception cref="ArgumentException">The shapes do not hold the same number of values.</exception>
    public abstract Tensor Reshape(params ReadOnlySpan<int> shape);

    /// <summary>Rows <paramref name="start"/> up to <paramref name="end"/> (exclusive), copied.</summary>
    public abstract Tensor Slice(int start, int end);

    /// <summary>The rows named by <paramref name="rows"/>, in that order, copied.</summary>
    /// <exception cref="ArgumentException">One is not there, or they are more than an array holds.</exception>
    public abstract Tensor Gather(ReadOnlySpan<int> rows);

    /// <summary>The values as <see cref="float"/>, rounded to nearest; this tensor itself when it already holds them.</summary>
    public abstract Tensor<float> ToFloat32();

    /// <summary>The values as <see cref="double"/>; this tensor itself when it already holds them.</summary>
    public abstract Tensor<double> ToFloat64();

    /// <summary>The values in the given floating-point type.</summary>
    public Tensor To(Precision precision) =>
        precision == Precision.Float64 ? ToFloat64() : ToFloat32();

    /// <summary>A tensor over <paramref name="values"/>, which is not copied.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many values as there are.</exception>
    public static Tensor<T> Create<T>(T[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged => new(values, shape);

    /// <summary>A tensor of a copy of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many values as there are.</exception>
    public static Tensor<T> Create<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged => new(values.ToArray(), shape);

    /// <summary>A scalar: shape <c>[]</c>.</summary>
    public static Tensor<T> Scalar<T>(T value)
        where T : unmanaged => new([value], []);

    /// <summary>A vector over <paramref name="values"/>, which is not copied.</summary>
    public static Tensor<T> Vector<T>(T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values, [values.Length]);
    }

    /// <summary>A matrix from rows of equal length, copied.</summary>
    /// <exception cref="ArgumentException">
    /// Rows differ in length, or one is null; the message names the row. Or they are more than an array holds.
    /// </exception>
    public static Tensor<T> FromRows<T>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = rows.Length == 0 ? 0 : rows[0]?.Length ?? 0;
        var values = new T[LengthOf(rows.Length, columns)];
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row]?.Length != columns)
            {
                throw new ArgumentException(
                    rows[row] is null
                        ? $"Row {row} is null; all rows need the same length."
                        : $"Row {row} has {rows[row].Length} values, row 0 has {columns}; all rows need the same length.",
                    nameof(rows)
                );
            }

            rows[row].CopyTo(values, row * columns);
        }

        return new(values, [rows.Length, columns]);
    }

    /// <summary>A matrix from a rectangular array, copied.</summary>
    public static Tensor<T> FromArray<T>(T[,] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(Flat<T>(values), [values.GetLength(0), values.GetLength(1)]);
    }

    /// <summary>Matrices one after another, as images, from a rectangular array, copied.</summary>
    public static Tensor<T> FromArray<T>(T[,,] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(
            Flat<T>(values),
            [values.GetLength(0), values.GetLength(1), values.GetLength(2)]
        );
    }

    /// <summary>A vector.</summary>
    public static implicit operator Tensor(float[] values) => Vector(values);

    /// <summary>A vector.</summary>
    public static implicit operator Tensor(double[] values) => Vector(values);

    /// <summary>A vector.</summary>
    public static implicit operator Tensor(int[] values) => Vector(values);

    /// <summary>A vector.</summary>
    public static implicit operator Tensor(long[] values) => Vector(values);

    /// <summary>A vector.</summary>
    public static implicit operator Tensor(byte[] values) => Vector(values);

    /// <summary>A vector, copied.</summary>
    public static implicit operator Tensor(ReadOnlySpan<float> values) => Vector(values.ToArray());

    /// <summary>A vector, copied.</summary>
    public static implicit operator Tensor(ReadOnlySpan<double> values) => Vector(values.ToArray());

    /// <summary>A vector, copied.</summary>
    public static implicit operator Tensor(ReadOnlyMemory<float> values) =>
        Vector(values.ToArray());

    /// <summary>A vector, copied.</summary>
    public static implicit operator Tensor(ReadOnlyMemory<double> values) =>
        Vector(values.ToArray());

    /// <summary>A matrix, copied.</summary>
    public static implicit operator Tensor(float[,] values) => FromArray(values);

    /// <summary>A matrix, copied.</summary>
    public static implicit operator Tensor(double[,] values) => FromArray(values);

    /// <summary>A matrix, copied.</summary>
    public static implicit operator Tensor(int[,] values) => FromArray(values);

    /// <summary>A matrix, copied.</summary>
    public static implicit operator Tensor(long[,] values) => FromArray(values);

    /// <summary>A matrix, copied.</summary>
    public static implicit operator Tensor(byte[,] values) => FromArray(values);

    /// <summary>Matrices one after another, copied.</summary>
    public static implicit operator Tensor(float[,,] values) => FromArray(values);

    /// <summary>Matrices one after another, copied.</summary>
    public static implicit operator Tensor(byte[,,] values) => FromArray(values);

    /// <summary>A matrix from jagged rows, copied.</summary>
    public static implicit operator Tensor(float[][] rows) => FromRows(rows);

    /// <summary>A matrix from jagged rows, copied.</summary>
    public static implicit operator Tensor(double[][] rows) => FromRows(rows);

    /// <summary>A matrix from jagged rows, copied.</summary>
    public static implicit operator Tensor(int[][] rows) => FromRows(rows);

    /// <summary>A matrix from jagged rows, copied.</summary>
    public static implicit operator Tensor(long[][] rows) => FromRows(rows);

    /// <summary>A matrix from jagged rows, copied.</summary>
    public static implicit operator Tensor(byte[][] rows) => FromRows(rows);

    /// <summary>A shape as it is written in messages: <c>[32, 784]</c>.</summary>
    public static string FormatShape(ReadOnlySpan<int> shape)
    {
        var parts = new string[shape.Length];
        for (var axis = 0; axis < parts.Length; axis++)
        {
            parts[axis] = shape[axis].ToString(CultureInfo.InvariantCulture);
        }

        return $"[{string.Join(", ", parts)}]";
    }

    /// <inheritdoc cref="FormatShape(ReadOnlySpan{int})"/>
    public static string FormatShape(IEnumerable<int> shape) => FormatShape([.. shape]);

    private protected static int LengthOf(int rows, int width) =>
        (long)rows * width is var length && length <= Array.MaxLength
            ? (int)length
            : throw new ArgumentException(
                $"{rows} rows of {width} values are more than an array holds; take fewer."
            );

    private static T[] Flat<T>(Array values)
        where T : unmanaged =>
        MemoryMarshal
            .CreateReadOnlySpan(
                ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)),
                values.Length
            )
            .ToArray();

    /// <summary>Type and shape, as in messages: <c>float32[32, 784]</c>.</summary>
    public override string ToString() => Type.ToString().ToLowerInvariant() + FormatShape(Shape);
}

/// <summary>A <see cref="Tensor"/> whose type is known: <see cref="float"/>, <see cref="double"/>, <see cref="long"/>, <see cref="int"/> or <see cref="byte"/>.</summary>
public sealed class Tensor<T> : Tensor
    where T : unmanaged
{
    private readonly T[] values;

    /// <summary>A tensor over <paramref name="values"/>, which is not copied.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many values as there are.</exception>
    /// <exception cref="NotSupportedException">The type is none of the five.</exception>
    public Tensor(T[] values, params ReadOnlySpan<int> shape)
        : base(shape, (values ?? throw new ArgumentNullException(nameof(values))).Length)
    {
        Type = TypeOf();
        this.values = values;
    }

    /// <summary>The values, row-major.</summary>
    public ReadOnlySpan<T> Values => values;

    /// <summary>The values, row-major, for code that must keep them.</summary>
    public ReadOnlyMemory<T> Memory => values;

    /// <inheritdoc/>
    public override int Length => values.Length;

    /// <inheritdoc/>
    public override ElementType Type { get; }

    /// <inheritdoc/>
    public override double this[int index] =>
        values switch
        {
            float[] v => v[index],
            double[] v => v[index],
            long[] v => v[index],
            int[] v => v[index],
            byte[] v => v[index],
            _ => throw Unsupported(),
        };

    /// <inheritdoc/>
    public override Tensor<T> Reshape(params ReadOnlySpan<int> shape) => new(values, shape);

    /// <inheritdoc/>
    public override Tensor<T> Slice(int start, int end)
    {
        if (Rank == 0 || start < 0 || end < start || end > Rows)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start),
                $"Rows {start} to {end} were asked of {this}; they must lie within its {Rows} rows."
            );
        }

        return new(values[(start * RowLength)..(end * RowLength)], WithRows(end - start));
    }

    /// <inheritdoc/>
    public override Tensor<T> Gather(ReadOnlySpan<int> rows)
    {
        var width = RowLength;
        var result = new T[LengthOf(rows.Length, width)];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= Rows)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows),
                    $"Row {rows[i]} was asked of {this}; rows are 0 to {Rows - 1}."
                );
            }

            values.AsSpan(rows[i] * width, width).CopyTo(result.AsSpan(i * width));
        }

        return new(result, WithRows(rows.Length));
    }

    /// <inheritdoc/>
    public override Tensor<float> ToFloat32() =>
        this is Tensor<float> same
            ? same
            : Convert(
                values switch
                {
                    double[] v => Array.ConvertAll(v, x => (float)x),
                    long[] v => Array.ConvertAll(v, x => (float)x),
                    int[] v => Array.ConvertAll(v, x => (float)x),
                    byte[] v => Array.ConvertAll(v, x => (float)x),
                    _ => throw Unsupported(),
                }
            );

    /// <inheritdoc/>
    public override Tensor<double> ToFloat64() =>
        this is Tensor<double> same
            ? same
            : Convert(
                values switch
                {
                    float[] v => Array.ConvertAll(v, x => (double)x),
                    long[] v => Array.ConvertAll(v, x => (double)x),
                    int[] v => Array.ConvertAll(v, x => (double)x),
                    byte[] v => Array.ConvertAll(v, x => (double)x),
                    _ => throw Unsupported(),
                }
            );

    private Tensor<TOut> Convert<TOut>(TOut[] converted)
        where TOut : unmanaged => new(converted, [.. Shape]);

    private int[] WithRows(int rows)
    {
        int[] shape = [.. Shape];
        shape[0] = rows;
        return shape;
    }

    private static ElementType TypeOf() =>
        default(T) switch
        {
            float => ElementType.Float32,
            double => ElementType.Float64,
            long => ElementType.Int64,
            int => ElementType.Int32,
            byte => ElementType.UInt8,
            _ => throw Unsupported(),
        };

    private static NotSupportedException Unsupported() =>
        new(
            $"A tensor of {typeof(T).Name} is not supported; use float, double, long, int or byte."
        );
}
