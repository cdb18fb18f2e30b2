using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// Of the values of one column that are not NaN: W = sum w, mean = sum(w*x) / W, and Squares = sum w*(x - mean)^2, in about
/// twice the bits of a double, so that mean and variance are right to the last bit.
/// </summary>
internal readonly record struct ColumnMoments(
    DoubleDouble Weight,
    DoubleDouble Mean,
    DoubleDouble Squares
)
{
    /// <summary>The mean; NaN where nothing has weight.</summary>
    public double MeanValue => Weight.Value == 0 ? double.NaN : Mean.Value;

    /// <summary>Squares / W; NaN where nothing has weight.</summary>
    public double Variance => Weight.Value == 0 ? double.NaN : (Squares / Weight).Value;

    /// <summary>The moments of each column, in two passes: a mean first, then squares around it.</summary>
    /// <param name="values"><c>[rows, columns]</c>, row-major; NaN is left out.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="weights"><c>[rows]</c>; null weighs every row 1.</param>
    public static ColumnMoments[] Of<T>(ReadOnlySpan<T> values, int columns, Tensor? weights)
        where T : unmanaged, INumber<T>
    {
        var weight = new DoubleDouble[columns];
        var sum = new DoubleDouble[columns];
        var squares = new DoubleDouble[columns];
        for (var i = 0; i < values.Length; i += columns)
        {
            var w = weights?[i / columns] ?? 1;
            for (var column = 0; column < columns; column++)
            {
                var x = double.CreateTruncating(values[i + column]);
                if (!double.IsNaN(x))
                {
                    weight[column] += w;
                    sum[column] += DoubleDouble.Product(w, x);
                }
            }
        }

        for (var column = 0; column < columns; column++)
        {
            sum[column] /= weight[column];
        }

        for (var i = 0; i < values.Length; i += columns)
        {
            var w = weights?[i / columns] ?? 1;
            for (var column = 0; column < columns; column++)
            {
                var x = double.CreateTruncating(values[i + column]);
                if (!double.IsNaN(x))
                {
                    var deviation = -sum[column] + x;
                    squares[column] += deviation * deviation * w;
                }
            }
        }

        var moments = new ColumnMoments[columns];
        for (var column = 0; column < columns; column++)
        {
            moments[column] = new(weight[column], sum[column], squares[column]);
        }

        return moments;
    }

    /// <summary>
    /// The moments of both together. With d the difference of the means: mean += d * W2/W, and
    /// Squares = Squares1 + Squares2 + d^2 * W1*W2/W. Source: Chan, Golub and LeVeque 1983.
    /// </summary>
    public ColumnMoments Merge(ColumnMoments other)
    {
        if (Weight.Value == 0)
        {
            return other;
        }

        if (other.Weight.Value == 0)
        {
            return this;
        }

        var weight = Weight + other.Weight;
        var difference = other.Mean - Mean;
        var share = other.Weight / weight;
        return new(
            weight,
            Mean + difference * share,
            Squares + other.Squares + difference * difference * Weight * share
        );
    }
}
