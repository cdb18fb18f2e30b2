namespace Conform.Training;

/// <summary>What is to be learnt from a user's own table.</summary>
/// <param name="Path">CSV, or Parquet by its ending.</param>
/// <param name="Target">The column to predict.</param>
internal sealed record TableOptions(string Path, string Target)
{
    /// <summary>A column with a weight for every row; null for none.</summary>
    public string? WeightsColumn { get; init; }

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns to take as texts, whatever stands in them.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Whether rows with a missing value are left out; otherwise they are refused.</summary>
    public bool DropMissing { get; init; }

    /// <summary>Share of the rows to validate on.</summary>
    public double Validation { get; init; } = 0.2;

    /// <summary>Share of the rows to test on.</summary>
    public double Test { get; init; } = 0.2;
}
