namespace Mlp.Data;

/// <summary>Named columns of texts as a file has them, before anyone decides what they mean. A missing value is an empty text.</summary>
public sealed class TextTable
{
    private readonly string[][] columns;
    private readonly Dictionary<string, string[]> byName;
    private readonly IReadOnlyList<int>? lines;

    internal TextTable(
        string path,
        IReadOnlyList<string> names,
        string[][] columns,
        IReadOnlyList<int>? lines = null
    )
    {
        (Path, Names, this.columns, this.lines) = (path, names, columns, lines);
        Rows = columns.Length == 0 ? 0 : columns[0].Length;
        byName = names.Zip(columns).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Length of every column.</summary>
    public int Rows { get; }

    /// <summary>The column of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest one.</exception>
    public IReadOnlyList<string> this[string name] =>
        byName.TryGetValue(name, out var column)
            ? column
            : throw Mlp.Names.Unknown($"column of {Path}", name, Names);

    /// <summary>Where a row stands in the file, for messages: <c>line 5</c>, or <c>row 4</c> where there are no lines.</summary>
    public string Place(int row) => lines is null ? $"row {row}" : $"line {lines[row]}";

    /// <summary>The named rows, in that order.</summary>
    public TextTable Gather(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new(
            Path,
            Names,
            Array.ConvertAll(columns, column => rows.Select(row => column[row]).ToArray()),
            lines is null ? null : [.. rows.Select(row => lines[row])]
        );
    }

    /// <summary>Reads a table by its ending: <c>.parquet</c>, or anything else as CSV.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no such table.</exception>
    public static TextTable Read(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
            ? ParquetTable.ReadTexts(path, cancellation)
            : Csv.ReadTexts(path, cancellation);
    }
}
