using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>The weight of a row: that of its class, 1 where the class is not listed, times its sample weight.</summary>
internal static class ClassWeights<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The weights of all rows, <c>[n]</c>. Labels <c>[n]</c> and <c>[n, 1]</c> are rounded half to even, wider rows are of the class of their first maximum.</summary>
    /// <exception cref="ArgumentException">There is not one sample weight a row, a weight is NaN, or there are no labels.</exception>
    public static Tensor<T> ForRows(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(labels);
        Check.ClassWeight(classWeight);
        if (labels.Rank == 0 || labels.Length == 0)
        {
            throw new ArgumentException(
                $"labels are {labels}; they must be [n], [n, 1] or [n, classes], and not empty.",
                nameof(labels)
            );
        }

        Check.RowWeights(sampleWeight, labels.Rows, nameof(sampleWeight));
        var rows = new T[labels.Rows];
        for (var row = 0; row < rows.Length; row++)
        {
            var weight = Lookup(classWeight, Class(labels, row));
            rows[row] = T.CreateChecked(weight);
            if (sampleWeight is not null)
            {
                rows[row] *= T.CreateChecked(sampleWeight[row]);
            }
        }

        return Tensor.Vector(rows);
    }

    private static double Class(Tensor labels, int row)
    {
        var width = labels.RowLength;
        var values = new double[width];
        for (var column = 0; column < width; column++)
        {
            values[column] = labels[row * width + column];
        }

        return width > 1
            ? ArgMax.Of<double>(values)
            : Math.Round(values[0], MidpointRounding.ToEven);
    }

    private static double Lookup(IReadOnlyDictionary<int, double> classWeight, double label) =>
        Math.Abs(label) <= int.MaxValue && classWeight.TryGetValue((int)label, out var weight)
            ? weight
            : 1;
}
