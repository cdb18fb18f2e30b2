using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// Standardises columns: (x - mean) / scale. Mean and variance are the float64 values nearest to the exact ones, at any
/// offset and however the rows come in chunks. Source: scikit-learn's StandardScaler; unlike there, a chunk in which a
/// column is all NaN does not spoil that column.
/// </summary>
/// <param name="withMean">Subtract the mean.</param>
/// <param name="withStd">Divide by the standard deviation.</param>
public sealed class StandardScaler(bool withMean = true, bool withStd = true) : IStandardScaler
{
    private ColumnMoments[]? moments;
    private bool weighted;

    /// <inheritdoc/>
    public Tensor<double>? Mean { get; private set; }

    /// <inheritdoc/>
    public Tensor<double>? Variance { get; private set; }

    /// <inheritdoc/>
    public Tensor<double>? Scale { get; private set; }

    /// <inheritdoc/>
    public Tensor? SamplesSeen { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">x is not a matrix or empty, a value is infinite, or weights do not fit the rows.</exception>
    public void Fit(Tensor x, Tensor? sampleWeight = null)
    {
        moments = Measure(x, sampleWeight);
        weighted = sampleWeight is not null;
        Publish(moments);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// x is not a matrix or empty, a value is infinite, the column count changed, or weights do not fit the rows.
    /// </exception>
    public void PartialFit(Tensor x, Tensor? sampleWeight = null)
    {
        if (moments is null)
        {
            Fit(x, sampleWeight);
            return;
        }

        Columns(x, moments.Length);
        var more = Measure(x, sampleWeight);
        moments = [.. moments.Zip(more, (seen, added) => seen.Merge(added))];
        weighted |= sampleWeight is not null;
        Publish(moments);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">x has another number of columns than was fitted, or a value is infinite.</exception>
    /// <exception cref="InvalidOperationException">Nothing was fitted.</exception>
    public Tensor Transform(Tensor x)
    {
        Known(x);
        return x is Tensor<float> single
            ? Map(single, (value, shift, scale) => (float)((float)(value - shift) / scale))
            : Map(x.ToFloat64(), (value, shift, scale) => (value - shift) / scale);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">x has another number of columns than was fitted, or a value is infinite.</exception>
    /// <exception cref="InvalidOperationException">Nothing was fitted.</exception>
    public Tensor InverseTransform(Tensor x)
    {
        Known(x);
        return x is Tensor<float> single
            ? Map(single, (value, shift, scale) => (float)((float)(value * scale) + shift))
            : Map(x.ToFloat64(), (value, shift, scale) => value * scale + shift);
    }

    /// <summary><see cref="Fit"/>, then <see cref="Transform"/> of the same rows.</summary>
    /// <exception cref="ArgumentException">x is not a matrix or empty, a value is infinite, or weights do not fit the rows.</exception>
    public Tensor FitTransform(Tensor x, Tensor? sampleWeight = null)
    {
        Fit(x, sampleWeight);
        return Transform(x);
    }

    private static ColumnMoments[] Measure(Tensor x, Tensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.Length == 0)
        {
            throw new ArgumentException(
                $"x is {x}; a scaler takes a matrix [rows, columns] that is not empty. Reshape a vector to [rows, 1].",
                nameof(x)
            );
        }

        Check.RowWeights(sampleWeight, x.Rows, nameof(sampleWeight));
        Finite(x, nameof(x));
        if (sampleWeight is not null)
        {
            Finite(sampleWeight, nameof(sampleWeight));
        }

        return x switch
        {
            Tensor<float> v => ColumnMoments.Of(v.Values, x.RowLength, sampleWeight),
            Tensor<double> v => ColumnMoments.Of(v.Values, x.RowLength, sampleWeight),
            Tensor<long> v => ColumnMoments.Of(v.Values, x.RowLength, sampleWeight),
            _ => ColumnMoments.Of(x.ToFloat64().Values, x.RowLength, sampleWeight),
        };
    }

    private void Publish(ColumnMoments[] columns)
    {
        double[] weights = [.. columns.Select(column => column.Weight.Value)];
        var alike = Array.TrueForAll(weights, weight => weight == weights[0]);
        SamplesSeen = (weighted, alike) switch
        {
            (true, true) => Tensor.Scalar(weights[0]),
            (true, false) => weights,
            (false, true) => Tensor.Scalar((long)weights[0]),
            (false, false) => Array.ConvertAll(weights, weight => (long)weight),
        };
        Mean =
            withMean || withStd
                ? Tensor.Vector([.. columns.Select(column => column.MeanValue)])
                : null;
        Variance = withStd ? Tensor.Vector([.. columns.Select(column => column.Variance)]) : null;
        Scale = withStd ? Tensor.Vector([.. columns.Select(ScaleOf)]) : null;
    }

    // Rounding noise on a large offset is not blown up: such a column counts as constant.
    private static double ScaleOf(ColumnMoments column)
    {
        const double Epsilon = 1.0 / (1L << 52);
        var (n, mean, variance) = (column.Weight.Value, column.MeanValue, column.Variance);
        var noise = n * mean * Epsilon;
        return variance <= n * Epsilon * variance + noise * noise ? 1 : Math.Sqrt(variance);
    }

    // Float32 is rounded after each of the two steps, each taken in float64, as numpy does in place.
    private Tensor<T> Map<T>(Tensor<T> x, Func<T, double, double, T> step)
        where T : unmanaged
    {
        var columns = moments!.Length;
        var shift = withMean ? Mean!.Values : new double[columns];
        ReadOnlySpan<double> scale = Scale is null
            ? Enumerable.Repeat(1.0, columns).ToArray()
            : Scale.Values;
        var values = x.Values;
        var result = new T[values.Length];
        for (var i = 0; i < result.Length; i += columns)
        {
            for (var column = 0; column < columns; column++)
            {
                result[i + column] = step(values[i + column], shift[column], scale[column]);
            }
        }

        return Tensor.Create(result, [.. x.Shape]);
    }

    private void Known(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (moments is null)
        {
            throw new InvalidOperationException("The scaler has seen nothing yet; call Fit first.");
        }

        Columns(x, moments.Length);
        Finite(x, nameof(x));
    }

    private static void Columns(Tensor x, int columns)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.Shape[1] != columns)
        {
            throw new ArgumentException(
                $"x is {x}; the scaler was fitted to [rows, {columns}].",
                nameof(x)
            );
        }
    }

    private static void Finite(Tensor x, string argument)
    {
        switch (x)
        {
            case Tensor<float> v:
                Finite(v.Values, x, argument);
                break;
            case Tensor<double> v:
                Finite(v.Values, x, argument);
                break;
        }
    }

    private static void Finite<T>(ReadOnlySpan<T> values, Tensor x, string argument)
        where T : INumber<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (T.IsInfinity(values[i]))
            {
                throw new ArgumentException(
                    $"{argument} holds {values[i]} at row {i / x.RowLength}, column {i % x.RowLength}; "
                        + "values must be finite, or NaN where missing.",
                    argument
                );
            }
        }
    }
}
