using System.Numerics;

namespace Mlp.Native;

/// <summary>Weights of classes: as weights of rows, and such that every class weighs the same in sum.</summary>
public static class ClassWeights
{
    /// <summary>
    /// The weight of each row, <c>[n]</c>: that of its class, 1 where the class is not listed, times its sample weight.
    /// Labels <c>[n]</c> and <c>[n, 1]</c> are rounded half to even; rows of more columns are of the class of their first
    /// maximum. Both factors are rounded to the precision, and so is the product.
    /// Source: Keras' class_weight_to_sample_weights; the product is Keras 2's (Keras 3 refuses both together).
    /// </summary>
    /// <param name="labels"><c>[n]</c>, <c>[n, 1]</c>, or <c>[n, classes]</c>.</param>
    /// <param name="classWeight">Weight of each class.</param>
    /// <param name="sampleWeight"><c>[n]</c> or <c>[n, 1]</c>; null for none.</param>
    /// <param name="precision">Type of the result.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, a class is negative, or a weight is NaN.</exception>
    public static Tensor ForRows(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    )
    {
        Check.ClassWeight(classWeight);
        var classes = RowClasses(labels);
        Check.RowWeights(sampleWeight, classes.Length, nameof(sampleWeight));
        double[] weights =
        [
            .. classes.Select(label =>
                label is >= 0 and <= int.MaxValue
                && classWeight.TryGetValue((int)label, out var weight)
                    ? weight
                    : 1
            ),
        ];
        return precision == Precision.Float64
            ? Product(weights, sampleWeight is null ? [] : sampleWeight.ToFloat64().Values)
            : Product(
                Array.ConvertAll(weights, weight => (float)weight),
                sampleWeight is null ? [] : sampleWeight.ToFloat32().Values
            );
    }

    /// <summary>
    /// n / (classes * rows of the class), for each class that occurs: every class then weighs n / classes in sum.
    /// Source: scikit-learn's compute_class_weight("balanced").
    /// </summary>
    /// <param name="labels">Classes of n rows: <c>[n]</c>, <c>[n, 1]</c>, or one-hot <c>[n, classes]</c>.</param>
    /// <exception cref="ArgumentException">There are no labels, or one is negative or not whole.</exception>
    public static IReadOnlyDictionary<int, double> Balanced(Tensor labels)
    {
        var rows = RowClasses(labels);
        for (var i = 0; i < rows.Length; i++)
        {
            var whole = labels.RowLength > 1 || labels[i] == rows[i];
            // Written so that NaN is refused too.
            if (!(whole && rows[i] is >= 0 and <= int.MaxValue))
            {
                throw new ArgumentException(
                    $"labels hold {labels[i]} at row {i}; classes are whole numbers from 0.",
                    nameof(labels)
                );
            }
        }

        var counts = rows.CountBy(label => (int)label).OrderBy(count => count.Key).ToArray();
        return counts.ToDictionary(
            count => count.Key,
            count => rows.Length / ((double)counts.Length * count.Value)
        );
    }

    private static double[] RowClasses(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Rank is not (1 or 2) || labels.Length == 0)
        {
            throw new ArgumentException(
                $"labels are {labels}; they must be [n], [n, 1] or [n, classes], and not empty.",
                nameof(labels)
            );
        }

        var classes = new double[labels.Rows];
        var largest = labels.RowLength > 1 ? Categories.ArgMax(labels) : null;
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = largest?[i] ?? Math.Round(labels[i]);
        }

        return classes;
    }

    private static Tensor<T> Product<T>(T[] weights, ReadOnlySpan<T> sampleWeight)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < sampleWeight.Length; i++)
        {
            weights[i] *= sampleWeight[i];
        }

        return Tensor.Vector(weights);
    }
}
