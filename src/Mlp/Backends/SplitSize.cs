namespace Mlp;

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
