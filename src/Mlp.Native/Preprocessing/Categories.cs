using System.Numerics;

namespace Mlp.Native;

/// <summary>Class labels as one-hot rows, and back.</summary>
public static class Categories
{
    /// <summary>
    /// One-hot rows: 1 at the label, 0 elsewhere. The shape of the labels, a last axis of 1 dropped, gains an axis of
    /// classes. Labels are truncated to integers; a negative one counts from the end, so -1 sets the last column.
    /// Source: keras.utils.to_categorical.
    /// </summary>
    /// <param name="labels">Labels of any shape.</param>
    /// <param name="classes">Columns; the largest label + 1 when null or 0.</param>
    /// <exception cref="ArgumentException">A label lies outside the columns, or there is no label to count classes by.</exception>
    public static Tensor<double> ToCategorical(Tensor labels, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (classes < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes),
                $"{classes} classes were given; it must be 0 or more, or null to count them."
            );
        }

        var columns = classes is null or 0 ? CountClasses(labels) : classes.Value;
        int[] shape = [.. labels.Shape];
        if (shape.Length > 1 && shape[^1] == 1)
        {
            shape = shape[..^1];
        }

        Check.OneHot(labels, columns);
        var onehot = new double[labels.Length * columns];
        for (var i = 0; i < labels.Length; i++)
        {
            var label = Math.Truncate(labels[i]);
            // Written so that NaN is refused too.
            if (!(label >= -columns && label < columns))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    $"Label {labels[i]} at index {i} lies outside the {columns} classes, 0 to {columns - 1}; "
                        + "give more classes, or none to count them."
                );
            }

            var column = label < 0 ? (int)label + columns : (int)label;
            onehot[i * columns + column] = 1;
        }

        return Tensor.Create(onehot, [.. shape, columns]);
    }

    /// <summary>Index of the first maximum along an axis; NaN is above all, and the first NaN wins. Source: numpy.argmax.</summary>
    /// <param name="x">Values of any shape.</param>
    /// <param name="axis">The axis that is dropped, negative from the end; null for the flat index among all values, a scalar.</param>
    /// <exception cref="ArgumentException">There is no such axis, or no value along it.</exception>
    public static Tensor<long> ArgMax(Tensor x, int? axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x switch
        {
            Tensor<float> v => ArgMax(v.Values, x, axis),
            Tensor<double> v => ArgMax(v.Values, x, axis),
            Tensor<long> v => ArgMax(v.Values, x, axis),
            Tensor<int> v => ArgMax(v.Values, x, axis),
            Tensor<byte> v => ArgMax(v.Values, x, axis),
            _ => throw new NotSupportedException($"Argmax of {x} is not supported."),
        };
    }

    private static Tensor<long> ArgMax<T>(ReadOnlySpan<T> values, Tensor x, int? axis)
        where T : unmanaged, INumber<T>
    {
        // A scalar is one value along one axis.
        int[] shape = axis is null || x.Rank == 0 ? [x.Length] : [.. x.Shape];
        var dropped =
            axis is null ? 0
            : axis < 0 ? axis.Value + shape.Length
            : axis.Value;
        if (dropped < 0 || dropped >= shape.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis),
                $"Axis {axis} was asked of {x}; axes are {-shape.Length} to {shape.Length - 1}, or null for all values."
            );
        }

        if (shape[dropped] == 0)
        {
            throw new ArgumentException(
                $"x is {x}: there is no value to be the largest along axis {dropped}.",
                nameof(x)
            );
        }

        var count = shape[dropped];
        var stride = Product(shape.AsSpan(dropped + 1));
        var result = new long[Product(shape.AsSpan(0, dropped)) * stride];
        for (var i = 0; i < result.Length; i++)
        {
            var first = i / stride * stride * count + i % stride;
            var best = values[first];
            for (var k = 1; k < count && !T.IsNaN(best); k++)
            {
                var value = values[first + k * stride];
                if (value > best || T.IsNaN(value))
                {
                    (best, result[i]) = (value, k);
                }
            }
        }

        return Tensor.Create(result, [.. shape[..dropped], .. shape[(dropped + 1)..]]);
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
        {
            product *= size;
        }

        return product;
    }

    private static int CountClasses(Tensor labels)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < labels.Length; i++)
        {
            largest = Math.Max(largest, Math.Truncate(labels[i]));
        }

        // Written so that NaN is refused too.
        return largest >= 0 && largest < int.MaxValue
            ? (int)largest + 1
            : throw new ArgumentException(
                $"The classes of {labels} cannot be counted: the largest label is {largest}; give the number of classes.",
                nameof(labels)
            );
    }
}
