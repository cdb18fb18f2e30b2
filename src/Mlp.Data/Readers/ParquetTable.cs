using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace Mlp.Data;

/// <summary>
/// Reads and writes Parquet files of flat columns, bit for bit. Reading takes at most 64 MiB and 4,096 times the size of the file.
/// </summary>
public static class ParquetTable
{
    /// <summary>
    /// Columns in their own types: float64, float32, int64, int32 and bytes. Narrower integers come as int32, unsigned
    /// 32-bit ones as int64.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Columns to read, in this order; null for all flat numeric ones.</param>
    /// <param name="missing">What to do about nulls; NaN is for float columns only.</param>
    /// <param name="cancellation">Stops between columns.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">A column asked for is not there or not numeric; the message names the nearest one.</exception>
    /// <exception cref="InvalidDataException">The file is cut off or no Parquet file, or a value is missing.</exception>
    public static ColumnTable Read(
        string path,
        IReadOnlyList<string>? columns = null,
        MissingValues missing = MissingValues.Refuse,
        CancellationToken cancellation = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        // On the pool: nothing the reader awaits can want the thread that waits here.
        return Task.Run(
                () => ReadAsync(stream, path, columns, missing, cancellation),
                CancellationToken.None
            )
            .GetAwaiter()
            .GetResult();
    }

    /// <summary>All flat columns of numbers, texts and flags as texts: numbers as they read back, flags as true and false, null as an empty text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops between columns.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut off or no Parquet file.</exception>
    public static TextTable ReadTexts(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return Task.Run(() => ReadTextsAsync(stream, path, cancellation), CancellationToken.None)
            .GetAwaiter()
            .GetResult();
    }

    /// <summary>Writes the columns in their own types.</summary>
    /// <exception cref="ArgumentException">The table has no columns.</exception>
    public static void Write(string path, ColumnTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Names.Count == 0)
        {
            throw new ArgumentException("The table has no columns to write.", nameof(table));
        }

        Aside.Write(
            path,
            stream => Task.Run(() => WriteAsync(stream, table)).GetAwaiter().GetResult()
        );
    }

    private static async Task<ColumnTable> ReadAsync(
        FileStream stream,
        string path,
        IReadOnlyList<string>? columns,
        MissingValues missing,
        CancellationToken cancellation
    )
    {
        var reader = await Open(stream, path).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var known = reader
                .Schema.GetDataFields()
                .Where(field => field.MaxRepetitionLevel == 0 && Column(field.ClrType) is not null)
                .ToDictionary(field => field.Path.ToString());
            var tensors = new List<(string, Tensor)>();
            foreach (var name in columns ?? [.. known.Keys])
            {
                cancellation.ThrowIfCancellationRequested();
                if (!known.TryGetValue(name, out var field))
                {
                    throw Names.Unknown($"numeric column of {path}", name, known.Keys);
                }

                var column = Column(field.ClrType)!;
                tensors.Add(
                    (name, await column(reader, field, missing, path).ConfigureAwait(false))
                );
            }

            return new(tensors);
        }
    }

    // Looked over first: the reader believes whatever a file says.
    private static Task<ParquetReader> Open(FileStream stream, string path) =>
        Parsed(
            path,
            async () =>
            {
                var pages = ParquetGuard.Check(stream);
                var opened = await ParquetReader.CreateAsync(pages).ConfigureAwait(false);
                pages.HideTheRest();
                // Made when first asked for, and of what the file says.
                _ = opened.Schema;
                return opened;
            }
        );

    private static async Task<TextTable> ReadTextsAsync(
        FileStream stream,
        string path,
        CancellationToken cancellation
    )
    {
        var reader = await Open(stream, path).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            DataField[] fields =
            [
                .. reader
                    .Schema.GetDataFields()
                    .Where(field =>
                        field.MaxRepetitionLevel == 0 && Texts(field.ClrType) is not null
                    ),
            ];
            var columns = Array.ConvertAll(fields, _ => new List<string>());
            foreach (var group in Enumerable.Range(0, reader.RowGroupCount))
            {
                for (var i = 0; i < fields.Length; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var read = Texts(fields[i].ClrType)!;
                    columns[i]
                        .AddRange(
                            await Parsed(path, () => read(reader, group, fields[i]))
                                .ConfigureAwait(false)
                        );
                }
            }

            return new(
                path,
                Array.ConvertAll(fields, field => field.Path.ToString()),
                Array.ConvertAll(columns, column => column.ToArray())
            );
        }
    }

    private delegate Task<IEnumerable<string>> TextReader(
        ParquetReader reader,
        int group,
        DataField field
    );

    private static TextReader? Texts(Type type) =>
        type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? ReadStrings
        : type == typeof(bool) ? ReadFlags
        : type == typeof(double) ? ReadNumbers<double>
        : type == typeof(float) ? ReadNumbers<float>
        : type == typeof(long) ? ReadNumbers<long>
        : type == typeof(int) ? ReadNumbers<int>
        : type == typeof(byte) ? ReadNumbers<byte>
        : type == typeof(sbyte) ? ReadNumbers<sbyte>
        : type == typeof(short) ? ReadNumbers<short>
        : type == typeof(ushort) ? ReadNumbers<ushort>
        : type == typeof(uint) ? ReadNumbers<uint>
        : null;

    private static async Task<IEnumerable<string>> ReadStrings(
        ParquetReader reader,
        int index,
        DataField field
    )
    {
        using var group = reader.OpenRowGroupReader(index);
        var texts = new string?[Believed(group.RowCount)];
        await group.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
        return texts.Select(text => text ?? "");
    }

    private static async Task<IEnumerable<string>> ReadFlags(
        ParquetReader reader,
        int group,
        DataField field
    ) =>
        (await ReadGroup<bool>(reader, group, field).ConfigureAwait(false)).Select(flag =>
            flag switch
            {
                true => "true",
                false => "false",
                null => "",
            }
        );

    private static async Task<IEnumerable<string>> ReadNumbers<T>(
        ParquetReader reader,
        int group,
        DataField field
    )
        where T : unmanaged, INumber<T> =>
        (await ReadGroup<T>(reader, group, field).ConfigureAwait(false)).Select(number =>
            number?.ToString(null, CultureInfo.InvariantCulture) ?? ""
        );

    private delegate Task<Tensor> ColumnReader(
        ParquetReader reader,
        DataField field,
        MissingValues missing,
        string path
    );

    private static ColumnReader? Column(Type type) =>
        type == typeof(double) ? ReadColumn<double, double>
        : type == typeof(float) ? ReadColumn<float, float>
        : type == typeof(long) ? ReadColumn<long, long>
        : type == typeof(int) ? ReadColumn<int, int>
        : type == typeof(byte) ? ReadColumn<byte, byte>
        : type == typeof(sbyte) ? ReadColumn<sbyte, int>
        : type == typeof(short) ? ReadColumn<short, int>
        : type == typeof(ushort) ? ReadColumn<ushort, int>
        : type == typeof(uint) ? ReadColumn<uint, long>
        : null;

    private static async Task<Tensor> ReadColumn<TFile, TTensor>(
        ParquetReader reader,
        DataField field,
        MissingValues missing,
        string path
    )
        where TFile : unmanaged, INumber<TFile>
        where TTensor : unmanaged, INumber<TTensor>
    {
        // Whole numbers have no NaN.
        var gap =
            missing == MissingValues.AsNaN && TTensor.IsNaN(TTensor.CreateSaturating(double.NaN));
        var result = new List<TTensor>();
        foreach (var i in Enumerable.Range(0, reader.RowGroupCount))
        {
            var values = await Parsed(path, () => ReadGroup<TFile>(reader, i, field))
                .ConfigureAwait(false);
            foreach (var value in values)
            {
                result.Add(
                    value is { } number ? TTensor.CreateChecked(number)
                    : gap ? TTensor.CreateSaturating(double.NaN)
                    : throw new InvalidDataException(
                        OneLine.Of(
                            $"{path}: column '{field.Path}' holds no value at row {result.Count}; "
                                + "ask for NaN if it is a float column, or leave it out."
                        )
                    )
                );
            }
        }

        return Tensor.Vector(result.ToArray());
    }

    private static async Task<T?[]> ReadGroup<T>(ParquetReader reader, int index, DataField field)
        where T : unmanaged
    {
        using var group = reader.OpenRowGroupReader(index);
        Believed(group.RowCount);
        if (field.IsNullable)
        {
            var values = new T?[group.RowCount];
            await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
            return values;
        }

        // Read as nullable, a column that cannot hold nulls comes out with some (Parquet.Net 6.1.0).
        var all = new T[group.RowCount];
        await group.ReadAsync<T>(field, all.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(all, value => (T?)value);
    }

    // A damaged count must not take memory: more than any table for this library has, less than would exhaust a machine.
    private static long Believed(long rows)
    {
        const long MostRows = 50_000_000;
        return rows is >= 0 and <= MostRows
            ? rows
            : throw new InvalidDataException(
                $"a group claims {rows} rows; at most {MostRows} are read."
            );
    }

    // Whatever the parser trips over, the file is what is wrong.
    private static async Task<T> Parsed<T>(string path, Func<Task<T>> parse)
    {
        try
        {
            return await parse().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException(
                OneLine.Of(
                    $"{path}: the {new FileInfo(path).Length} bytes are no whole Parquet file that can be read: {e.Message}"
                ),
                e
            );
        }
    }

    private static async Task WriteAsync(FileStream stream, ColumnTable table)
    {
        var fields = table.Names.Select(name => Field(name, table[name])).ToArray();
        var writer = await ParquetWriter
            .CreateAsync(new ParquetSchema(fields), stream)
            .ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            foreach (var field in fields)
            {
                await (
                    table[field.Name] switch
                    {
                        Tensor<double> v => group.WriteAsync(field, v.Memory),
                        Tensor<float> v => group.WriteAsync(field, v.Memory),
                        Tensor<long> v => group.WriteAsync(field, v.Memory),
                        Tensor<int> v => group.WriteAsync(field, v.Memory),
                        Tensor<byte> v => group.WriteAsync(field, v.Memory),
                        var other => throw new NotSupportedException(
                            $"Writing {other} is not supported."
                        ),
                    }
                ).ConfigureAwait(false);
            }
        }
    }

    private static DataField Field(string name, Tensor values) =>
        new(
            name,
            values.Type switch
            {
                ElementType.Float64 => typeof(double),
                ElementType.Float32 => typeof(float),
                ElementType.Int64 => typeof(long),
                ElementType.Int32 => typeof(int),
                _ => typeof(byte),
            },
            isNullable: false
        );
}
