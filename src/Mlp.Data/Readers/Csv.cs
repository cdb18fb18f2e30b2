using System.Globalization;

namespace Mlp.Data;

/// <summary>
/// Reads tables of numbers from comma-separated text: UTF-8, one header line unless told otherwise, numbers with a point,
/// fields in double quotes where they hold commas, quotes (doubled) or line breaks. Source: RFC 4180. The last line must
/// end with a line break: without it, a number that was cut off could not be told from a whole one. Reading takes at most 128 KiB
/// and 256 times the size of the file.
/// </summary>
public static class Csv
{
    /// <summary>Columns of float64.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Columns to read, in this order; null for all. The others may hold anything.</param>
    /// <param name="header">Names of the columns of a file that has no header line.</param>
    /// <param name="missing">What to do about empty fields.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">A column asked for is not there; the message names the nearest one.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InvalidDataException">The file is no such table; the message names line and column.</exception>
    public static ColumnTable Read(
        string path,
        IReadOnlyList<string>? columns = null,
        IReadOnlyList<string>? header = null,
        MissingValues missing = MissingValues.Refuse,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(path, Utf8.Strict);
        var records = new CsvRecords(reader, path, cancellation);
        if (header is null && !records.Next())
        {
            throw new InvalidDataException(
                $"{path}, line 1: the file is empty; it needs a header."
            );
        }

        var names = header ?? [.. records.Fields];
        var chosen = Choose(names, columns ?? names, path);
        var values = Array.ConvertAll(chosen, _ => new List<double>());
        while (records.Next())
        {
            CheckWidth(records, names.Count, path);

            for (var i = 0; i < chosen.Length; i++)
            {
                var field = records.Fields[chosen[i]];
                values[i]
                    .Add(
                        Number(field, missing)
                            ?? throw new InvalidDataException(
                                OneLine.Of(
                                    $"{path}, line {records.Line}, column '{names[chosen[i]]}': '{field}' is no number."
                                )
                            )
                    );
            }
        }

        return new(chosen.Select((column, i) => (names[column], (Tensor)values[i].ToArray())));
    }

    /// <summary>All columns as texts, quotes taken off. An empty field is an empty text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no table with a header; the message names the line.</exception>
    public static TextTable ReadTexts(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(path, Utf8.Strict);
        var records = new CsvRecords(reader, path, cancellation);
        if (!records.Next())
        {
            throw new InvalidDataException(
                $"{path}, line 1: the file is empty; it needs a header."
            );
        }

        string[] names = [.. records.Fields];
        _ = Choose(names, names, path);
        var columns = Array.ConvertAll(names, _ => new List<string>());
        var lines = new List<int>();
        while (records.Next())
        {
            CheckWidth(records, names.Length, path);
            lines.Add(records.Line);
            for (var i = 0; i < names.Length; i++)
            {
                columns[i].Add(records.Fields[i]);
            }
        }

        return new(path, names, Array.ConvertAll(columns, column => column.ToArray()), lines);
    }

    private static void CheckWidth(CsvRecords records, int width, string path)
    {
        if (records.Fields.Count != width)
        {
            throw new InvalidDataException(
                $"{path}, line {records.Line}: {records.Fields.Count} fields; there are {width} columns."
            );
        }
    }

    private static int[] Choose(
        IReadOnlyList<string> names,
        IReadOnlyList<string> columns,
        string path
    )
    {
        var places = new Dictionary<string, int>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!places.TryAdd(names[i], i))
            {
                throw new InvalidDataException(
                    OneLine.Of($"{path}, line 1: column '{names[i]}' appears twice.")
                );
            }
        }

        return
        [
            .. columns.Select(column =>
                places.TryGetValue(column, out var place)
                    ? place
                    : throw Names.Unknown($"column of {path}", column, names)
            ),
        ];
    }

    private static double? Number(string field, MissingValues missing)
    {
        if (
            double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
        {
            return number;
        }

        return string.IsNullOrWhiteSpace(field) && missing == MissingValues.AsNaN
            ? double.NaN
            : null;
    }
}
