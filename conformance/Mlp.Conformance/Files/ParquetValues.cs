using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Mlp.Conformance;

/// <summary>
/// The columns of a Parquet file as this library uses them: texts, numbers and lists of numbers, numbers as float64 whatever
/// type they are stored in, as long as it holds them exactly.
/// </summary>
internal static class ParquetValues
{
    // Whole numbers beyond it are not all float64.
    private const long MostWhole = 1L << 53;

    private delegate Task Reader(
        ParquetRowGroupReader group,
        DataField field,
        Array into,
        int start
    );

    private static readonly Dictionary<Type, Reader> Readers = new()
    {
        [typeof(string)] = ReadTexts,
        [typeof(ReadOnlyMemory<char>)] = ReadTexts,
        [typeof(double)] = ReadNumbers<double>,
        [typeof(float)] = ReadNumbers<float>,
        [typeof(long)] = ReadNumbers<long>,
        [typeof(ulong)] = ReadNumbers<ulong>,
        [typeof(int)] = ReadNumbers<int>,
        [typeof(uint)] = ReadNumbers<uint>,
        [typeof(short)] = ReadNumbers<short>,
        [typeof(ushort)] = ReadNumbers<ushort>,
        [typeof(sbyte)] = ReadNumbers<sbyte>,
        [typeof(byte)] = ReadNumbers<byte>,
    };

    /// <summary>Room for a column: <c>string?[]</c>, <c>double?[]</c> or <c>double[]?[]</c>; null for one of another kind, which is passed over.</summary>
    public static (DataField Field, Array Values)? Room(Field field, int rows) =>
        field switch
        {
            DataField { IsArray: false } flat when Readers.ContainsKey(flat.ClrType) => (
                flat,
                IsText(flat) ? new string?[rows] : new double?[rows]
            ),
            DataField { IsArray: true } list when IsNumber(list) => (list, new double[]?[rows]),
            ListField { Item: DataField item }
                when IsNumber(item) && item.MaxRepetitionLevel == 1 => (item, new double[]?[rows]),
            _ => null,
        };

    /// <summary>Reads the column of one row group into its room.</summary>
    /// <exception cref="InvalidCaseException">It does not hold one value or list a row, or a number that no float64 is.</exception>
    public static Task Read(ParquetRowGroupReader group, DataField field, Array into, int start) =>
        Readers[field.ClrType](group, field, into, start);

    private static bool IsText(DataField field) =>
        field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static bool IsNumber(DataField field) =>
        !IsText(field) && Readers.ContainsKey(field.ClrType);

    private static async Task ReadTexts(
        ParquetRowGroupReader group,
        DataField field,
        Array into,
        int start
    )
    {
        using var data = await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false);
        var raw = (RawColumnData<ReadOnlyMemory<char>>)data;
        // A text of the dictionary is one text, however many rows have it.
        var texts = new Dictionary<ReadOnlyMemory<char>, string>();
        Spread(
            raw,
            field,
            ((string?[])into).AsSpan(start, (int)group.RowCount),
            value =>
            {
                if (!texts.TryGetValue(value, out var text))
                {
                    texts[value] = text = value.ToString();
                }

                return text;
            }
        );
    }

    private static async Task ReadNumbers<T>(
        ParquetRowGroupReader group,
        DataField field,
        Array into,
        int start
    )
        where T : struct, INumber<T>
    {
        using var data = await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false);
        var raw = (RawColumnData<T>)data;
        var rows = (int)group.RowCount;
        if (into is double[]?[] lists)
        {
            Gather(raw, field, lists.AsSpan(start, rows));
        }
        else
        {
            Spread(
                raw,
                field,
                ((double?[])into).AsSpan(start, rows),
                value => (double?)Exact(value, field)
            );
        }
    }

    private static void Spread<T, TValue>(
        RawColumnData<T> raw,
        DataField field,
        Span<TValue?> into,
        Func<T, TValue?> convert
    )
        where T : struct
    {
        ReadOnlySpan<T> values = raw.Values;
        ReadOnlySpan<int> definition = raw.DefinitionLevels;
        var value = 0;
        for (var row = 0; row < into.Length; row++)
        {
            if (field.MaxDefinitionLevel == 0 || At(definition, row, field) > 0)
            {
                into[row] = convert(At(values, value++, field));
            }
        }
    }

    // Repetition levels: 0 begins a list, 1 goes on. Definition levels, of those that the column has, from 0 on: no list, an
    // empty one, an element that is null, an element.
    private static void Gather<T>(RawColumnData<T> raw, DataField field, Span<double[]?> into)
        where T : struct, INumber<T>
    {
        ReadOnlySpan<T> values = raw.Values;
        ReadOnlySpan<int> definition = raw.DefinitionLevels;
        ReadOnlySpan<int> repetition = raw.RepetitionLevels;
        var element = field.MaxDefinitionLevel;
        var empty = element - (field.IsNullable && !field.IsArray ? 2 : 1);
        var (row, value) = (-1, 0);
        var list = new List<double>();
        for (var i = 0; i < repetition.Length; i++)
        {
            if (repetition[i] == 0)
            {
                Close(into, row, list);
                if (++row == into.Length)
                {
                    break;
                }

                into[row] = At(definition, i, field) < empty ? null : [];
            }

            if (definition[i] == element)
            {
                list.Add(Exact(At(values, value++, field), field));
            }
            else if (definition[i] > empty)
            {
                throw new InvalidCaseException($"column '{field.Path}' has null in a list.");
            }
        }

        Close(into, row, list);
        if (row != into.Length - 1)
        {
            throw new InvalidCaseException(
                $"column '{field.Path}' holds {row + 1} lists or more for {into.Length} rows."
            );
        }
    }

    private static void Close(Span<double[]?> into, int row, List<double> list)
    {
        if (list.Count > 0 && row >= 0)
        {
            into[row] = [.. list];
            list.Clear();
        }
    }

    private static T At<T>(ReadOnlySpan<T> values, int index, DataField field) =>
        index < values.Length
            ? values[index]
            : throw new InvalidCaseException(
                $"column '{field.Path}' holds {values.Length} values only; more rows need one."
            );

    private static double Exact<T>(T value, DataField field)
        where T : struct, INumber<T> =>
        typeof(T) == typeof(double)
        || typeof(T) == typeof(float)
        || Int128.Abs(Int128.CreateChecked(value)) <= MostWhole
            ? double.CreateChecked(value)
            : throw new InvalidCaseException(
                $"column '{field.Path}' holds {value}; whole numbers are read to 2^53 only."
            );
}
