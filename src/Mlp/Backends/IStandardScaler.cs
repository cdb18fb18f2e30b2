namespace Mlp;

/// <summary>
/// Standardises columns: (x - mean) / scale, as scikit-learn's StandardScaler. Statistics are float64 whatever the input;
/// float32 comes out as float32, everything else as float64.
/// </summary>
public interface IStandardScaler
{
    /// <summary>Mean of each column, <c>[columns]</c>; null before fitting, or when neither mean nor deviation is asked for.</summary>
    Tensor<double>? Mean { get; }

    /// <summary>Variance of each column, dividing by the total weight; null before fitting, or without deviation.</summary>
    Tensor<double>? Variance { get; }

    /// <summary>sqrt(variance); 1 for a constant column (variance &lt;= n*eps*variance + (n*mean*eps)^2). Null as <see cref="Variance"/>.</summary>
    Tensor<double>? Scale { get; }

    /// <summary>
    /// Rows seen: an int64 scalar; a float64 scalar, their total weight, with sample weights; one value a column where NaN
    /// makes columns differ. Null before fitting.
    /// </summary>
    Tensor? SamplesSeen { get; }

    /// <summary>Forgets what was seen, then <see cref="PartialFit"/>.</summary>
    void Fit(Tensor x, Tensor? sampleWeight = null);

    /// <summary>Adds rows to what was seen; NaN is left out, column by column. Merges by Chan's formula.</summary>
    /// <exception cref="ArgumentException">A value is infinite, the column count changed, or weights do not fit the rows.</exception>
    void PartialFit(Tensor x, Tensor? sampleWeight = null);

    /// <summary>(x - mean) / scale.</summary>
    Tensor Transform(Tensor x);

    /// <summary>x * scale + mean.</summary>
    Tensor InverseTransform(Tensor x);
}
