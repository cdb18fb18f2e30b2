using Mlp.Data;
using Parquet;
using Parquet.Schema;

namespace Mlp.Conformance;

/// <summary>
/// A table of text, number and list columns as a Parquet file: flat columns and lists of plain elements, which every reader
/// takes. The same table gives the same bytes.
/// </summary>
internal sealed class ParquetTable
{
    // More than any suite has, less than would exhaust memory: a damaged count must not be believed.
    private const long MostRows = 50_000_000;

    private readonly Dictionary<string, Array> columns = new(StringComparer.Ordinal);

    private ParquetTable(string name, int rows, IReadOnlyDictionary<string, string> metadata) =>
        (Name, Rows, Metadata) = (name, rows, metadata);

    /// <summary>Where it came from, for messages.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Named texts of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>A column of texts.</summary>
    /// <exception cref="InvalidCaseException">There is none of that name.</exception>
    public string?[] Texts(string column) => Column<string?>(column);

    /// <summary>A column of numbers.</summary>
    /// <exception cref="InvalidCaseException">There is none of that name.</exception>
    public double?[] Numbers(string column) => Column<double?>(column);

    /// <summary>A column of lists of whole numbers.</summary>
    /// <exception cref="InvalidCaseException">There is none of that name, or a number is no int32.</exception>
    public int[]?[] Integers(string column) =>
        Array.ConvertAll(
            Doubles(column),
            list => list is null ? null : Array.ConvertAll(list, value => Integer(value, column))
        );

    /// <summary>A column of lists of numbers.</summary>
    /// <exception cref="InvalidCaseException">There is none of that name.</exception>
    public double[]?[] Doubles(string column) => Column<double[]?>(column);

    /// <summary>A file of these columns, each a <c>string?[]</c>, <c>double?[]</c>, <c>int[]?[]</c> or <c>double[]?[]</c> of the same length.</summary>
    public static byte[] Write(
        IReadOnlyDictionary<string, string> metadata,
        params IReadOnlyList<(string Name, Array Values)> columns
    )
    {
        var buffer = new MemoryStream();
        WriteAsync(buffer, _ => new(), metadata, columns).GetAwaiter().GetResult();
        return buffer.ToArray();
    }

    /// <summary>
    /// As <see cref="Write"/>, in about half of the bytes: the bytes of numbers are split, since half of those of a float in a double are
    /// 0, and pages are compressed by Zstandard.
    /// </summary>
    public static byte[] WriteSmall(
        IReadOnlyDictionary<string, string> metadata,
        params IReadOnlyList<(string Name, Array Values)> columns
    )
    {
        var buffer = new MemoryStream();
        WriteAsync(buffer, Small, metadata, columns).GetAwaiter().GetResult();
        return buffer.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidCaseException">The bytes are no such file, or cut short.</exception>
    public static ParquetTable Read(byte[] bytes, string name)
    {
        try
        {
            return ReadAsync(bytes, name).GetAwaiter().GetResult();
        }
        catch (InvalidCaseException exception)
        {
            throw new InvalidCaseException($"{name}: {exception.Message}", exception);
        }
        // Whatever a damaged file makes the reader throw, it means that the file is damaged.
        catch (Exception exception)
        {
            throw new InvalidCaseException(
                $"{name} is no readable Parquet file, or cut short or damaged: {exception.Message}",
                exception
            );
        }
    }

    private int Integer(double value, string column) =>
        value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new InvalidCaseException(
                $"{Name}: column '{column}' holds {value:R}; it must be a whole number of 32 bits."
            );

    private T[] Column<T>(string column) =>
        !columns.TryGetValue(column, out var values)
            ? throw new InvalidCaseException(
                $"{Name} has no column '{column}'; it has: {string.Join(", ", columns.Keys)}."
            )
        : values is T[] typed ? typed
        : throw new InvalidCaseException($"{Name}: column '{column}' has the wrong type.");

    private static ParquetOptions Small(ParquetSchema schema)
    {
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = System.IO.Compression.CompressionLevel.SmallestSize,
        };
        foreach (var field in schema.DataFields.Where(field => field.ClrType == typeof(double)))
        {
            options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.ByteSplitStream;
        }

        return options;
    }

    private static async Task WriteAsync(
        Stream stream,
        Func<ParquetSchema, ParquetOptions> options,
        IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<(string Name, Array Values)> columns
    )
    {
        var schema = new ParquetSchema(columns.Select(column => Field(column.Name, column.Values)));
        await using var writer = await ParquetWriter
            .CreateAsync(schema, stream, options(schema))
            .ConfigureAwait(false);
        writer.CustomMetadata = metadata
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary();
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < columns.Count; i++)
        {
            var field = schema.DataFields[i];
            await (
                columns[i].Values switch
                {
                    string?[] texts => group.WriteAsync(field, texts!),
                    double?[] numbers => group.WriteAsync<double>(field, Canonical(numbers)),
                    int[]?[] lists => WriteLists(group, field, lists),
                    double[]?[] lists => WriteLists(group, field, Canonical(lists)),
                    var other => throw new ArgumentException($"No column of {other.GetType()}."),
                }
            ).ConfigureAwait(false);
        }

        group.CompleteValidate();
    }

    private static Field Field(string name, Array values) =>
        values switch
        {
            string?[] => new DataField(name, typeof(string), true),
            double?[] => new DataField(name, typeof(double), true),
            int[]?[] => new ListField(name, new DataField<int>(ListField.ElementName, false)),
            _ => new ListField(name, new DataField<double>(ListField.ElementName, false)),
        };

    // NaN has many encodings; which one comes out of a computation depends on the machine.
    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value;

    private static double?[] Canonical(double?[] values) =>
        Array.ConvertAll(values, value => value is { } number ? Canonical(number) : value);

    private static double[]?[] Canonical(double[]?[] lists) =>
        Array.ConvertAll(
            lists,
            list => list is null ? null : Array.ConvertAll(list, value => Canonical(value))
        );

    // Definition levels: 0 no list, 1 an empty one, 2 an element; repetition levels: 0 begins a list, 1 goes on.
    private static Task WriteLists<T>(ParquetRowGroupWriter group, DataField field, T[]?[] lists)
        where T : struct
    {
        var values = new List<T>();
        var definition = new List<int>();
        var repetition = new List<int>();
        foreach (var list in lists)
        {
            if (list is null || list.Length == 0)
            {
                definition.Add(list is null ? 0 : 1);
                repetition.Add(0);
                continue;
            }

            values.AddRange(list);
            definition.AddRange(Enumerable.Repeat(2, list.Length));
            repetition.Add(0);
            repetition.AddRange(Enumerable.Repeat(1, list.Length - 1));
        }

        return group.WriteAllPartsAsync<T>(
            field,
            values.ToArray(),
            definition.ToArray(),
            repetition.ToArray(),
            CancellationToken.None
        );
    }

    private static async Task<ParquetTable> ReadAsync(byte[] bytes, string name)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var pages = ParquetGuard.Check(stream);
        await using var reader = await ParquetReader.CreateAsync(pages).ConfigureAwait(false);
        pages.HideTheRest();
        var groups = Enumerable
            .Range(0, reader.RowGroupCount)
            .Select(reader.OpenRowGroupReader)
            .ToArray();
        var rows = groups.Sum(group => group.RowCount);
        if (rows is < 0 or > MostRows)
        {
            throw new InvalidCaseException($"it claims {rows} rows; at most {MostRows} are read.");
        }

        var table = new ParquetTable(name, (int)rows, reader.CustomMetadata);
        foreach (var field in reader.Schema.Fields)
        {
            // Columns of other kinds are passed over: a later writer may add some.
            if (ParquetValues.Room(field, table.Rows) is not { } room)
            {
                continue;
            }

            var start = 0;
            foreach (var group in groups)
            {
                await ParquetValues
                    .Read(group, room.Field, room.Values, start)
                    .ConfigureAwait(false);
                start += (int)group.RowCount;
            }

            table.columns[field.Name] = room.Values;
        }

        return table;
    }
}
