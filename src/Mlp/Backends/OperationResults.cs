namespace Mlp;

/// <summary>Derivatives of a dense layer.</summary>
/// <param name="X"><c>[n, inputs]</c>.</param>
/// <param name="Kernel"><c>[inputs, units]</c>.</param>
/// <param name="Bias"><c>[units]</c>.</param>
public sealed record DenseGradients(Tensor X, Tensor Kernel, Tensor Bias);

/// <summary>What an optimizer did, step by step.</summary>
/// <param name="WeightsAfterStep">All weights after each step.</param>
/// <param name="LearningRates">The rate of each step, <c>[steps]</c>.</param>
public sealed record OptimizerTrace(IReadOnlyList<Weights> WeightsAfterStep, Tensor LearningRates);

/// <summary>A metric over batches.</summary>
/// <param name="AfterEachBatch">The running value, <c>[batches]</c>.</param>
/// <param name="Result">The value after the last batch, a scalar.</param>
/// <param name="PerSample">
/// The value of each row, <c>[n]</c>; of each element, in the shape of the predictions, for <see cref="Metrics.BinaryAccuracy"/>;
/// squared errors of each row for <see cref="Metrics.RootMeanSquaredError"/>.
/// </param>
public sealed record MetricTrace(Tensor AfterEachBatch, Tensor Result, Tensor PerSample);

/// <summary>A part of a table's rows: a share of them, or a count.</summary>
public readonly record struct SplitSize
{
    private SplitSize(double? fraction, int? rows) => (Fraction, Rows) = (fraction, rows);

    /// <summary>The share, between 0 and 1 (both excluded); null when a count was given.</summary>
    public double? Fraction { get; }

    /// <summary>The count; null when a share was given.</summary>
    public int? Rows { get; }

    /// <summary>A share of the rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie between 0 and 1.</exception>
    public static implicit operator SplitSize(double fraction) =>
        fraction is > 0 and < 1
            ? new(fraction, null)
            : throw new ArgumentOutOfRangeException(
                nameof(fraction),
                $"A share of {fraction} was given; it must lie between 0 and 1. A whole number of rows is an int."
            );

    /// <summary>A count of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public static implicit operator SplitSize(int rows) =>
        rows > 0
            ? new(null, rows)
            : throw new ArgumentOutOfRangeException(
                nameof(rows),
                $"{rows} rows were given; at least 1 is needed."
            );

    /// <inheritdoc/>
    public override string ToString() => Fraction is { } share ? $"{share}" : $"{Rows} rows";
}
