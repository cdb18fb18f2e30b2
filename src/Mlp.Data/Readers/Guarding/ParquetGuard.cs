using System.Buffers.Binary;

namespace Mlp.Data;

/// <summary>
/// Looks a Parquet file over before its reader sees it. The reader (Parquet.Net 6.1) believes what a file says: it waits for
/// ever for the rest of a page that goes on beyond the file, makes arrays as long as a damaged count, and follows structs as
/// deep as they nest. So everything it believes is checked here: the footer is of the shape that the format states, schema and
/// columns agree, every page lies within its column and every column within the file, counts add up, and neither values nor
/// bytes are claimed without measure. Source of the format: Apache Parquet 2.11.
/// </summary>
internal static class ParquetGuard
{
    /// <summary>The most values that a byte of a file may stand for, over all columns; <see cref="FreeValues"/> are free.</summary>
    public const int ValuesPerByte = 64;

    /// <summary>Values that any file may hold.</summary>
    public const int FreeValues = 1 << 20;

    /// <summary>The most bytes that a byte of a file may unpack to, over all columns; <see cref="FreeBytes"/> are free.</summary>
    public const int BytesPerByte = 256;

    /// <summary>Bytes that any file may unpack to.</summary>
    public const int FreeBytes = 16 << 20;

    private const int Tail = 8;
    private const int MostNesting = 16;

    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    /// <summary>The same file for its reader, looked over. Whoever opens it hides what are no pages then.</summary>
    /// <exception cref="InvalidDataException">It is no whole Parquet file: the message says what is wrong, and of which column.</exception>
    public static CheckedPages Check(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            var pages = CheckFile(stream);
            stream.Position = 0;
            return new(stream, pages);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException($"it is cut short or damaged: {end.Message}", end);
        }
    }

    private static List<(long, long)> CheckFile(Stream stream)
    {
        var length = stream.Length;
        if (
            length < Magic.Length + Tail
            || !Bytes(stream, 0, Magic.Length).SequenceEqual(Magic)
            || !Bytes(stream, length - Magic.Length, Magic.Length).SequenceEqual(Magic)
        )
        {
            throw new InvalidDataException("it does not begin and end with PAR1");
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(Bytes(stream, length - Tail, 4));
        var start = length - Tail - size;
        if (size < 0 || start < Magic.Length)
        {
            throw new InvalidDataException($"its footer is said to take {size} bytes of {length}");
        }

        var footer = Footer(Bytes(stream, start, size));
        var columns = Columns(footer.List<ThriftStruct>(2));
        var pages = new ParquetPages(stream, start);
        long rows = 0;
        foreach (var group in footer.List<ThriftStruct>(4))
        {
            rows += Group(group, columns, pages);
        }

        if (rows != footer.Number(3, "the number of rows"))
        {
            throw new InvalidDataException(
                $"it is said to have {footer.Number(3, "")} rows; its parts have {rows}"
            );
        }

        return pages.Found;
    }

    private static ThriftStruct Footer(byte[] bytes)
    {
        try
        {
            var (footer, used) = ThriftReader.Read(bytes, ParquetShapes.FileMetaData);
            return used == bytes.Length
                ? footer
                : throw new InvalidDataException($"{bytes.Length - used} bytes are left over");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException(
                $"its footer is damaged: {exception.Message}",
                exception
            );
        }
    }

    // The schema is a tree, written before its branches: every element says how many children follow.
    private static List<ParquetColumn> Columns(IReadOnlyList<ThriftStruct> elements)
    {
        var columns = new List<ParquetColumn>();
        var next = 0;
        if (elements.Count > 0)
        {
            Element([], repeated: 0);
        }

        return next == elements.Count && columns.DistinctBy(c => c.Path).Count() == columns.Count
            ? columns
            : throw new InvalidDataException("its schema is no tree of columns of different names");

        void Element(IReadOnlyList<string> path, int repeated)
        {
            if (next == elements.Count || path.Count > MostNesting)
            {
                throw new InvalidDataException("its schema is no tree of columns");
            }

            var isRoot = next == 0;
            var element = elements[next++];
            var children = element.FindNumber(5) ?? 0;
            var repetition = isRoot ? 0 : element.Number(3, "the repetition of a column");
            IReadOnlyList<string> here = isRoot
                ? []
                : [.. path, element.Text(4, "the name of a column")];
            repeated += repetition == 2 ? 1 : 0;
            if (repetition is < 0 or > 2 || children < 0)
            {
                throw new InvalidDataException(
                    $"its schema says {repetition} and {children} of {Join(here)}"
                );
            }

            if (children == 0 && !isRoot)
            {
                columns.Add(
                    new(Join(here), element.Number(1, "the type of a column"), repeated > 0)
                );
            }

            for (var i = 0L; i < children; i++)
            {
                Element(here, repeated);
            }
        }
    }

    private static long Group(ThriftStruct group, List<ParquetColumn> columns, ParquetPages pages)
    {
        var rows = group.Number(3, "the number of rows");
        var chunks = group.List<ThriftStruct>(1);
        if (rows < 0 || chunks.Count != columns.Count)
        {
            throw new InvalidDataException(
                $"a part of it has {rows} rows and {chunks.Count} columns; the schema has {columns.Count}"
            );
        }

        for (var i = 0; i < chunks.Count; i++)
        {
            try
            {
                pages.Check(columns[i], chunks[i], rows);
            }
            catch (Exception exception)
                when (exception is InvalidDataException or EndOfStreamException)
            {
                throw new InvalidDataException(
                    $"column '{columns[i].Path}' is damaged: {exception.Message}",
                    exception
                );
            }
        }

        return rows;
    }

    private static string Join(IEnumerable<string> path) => string.Join('.', path);

    private static byte[] Bytes(Stream stream, long start, int count)
    {
        var bytes = new byte[count];
        stream.Position = start;
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>A column as the schema states it.</summary>
/// <param name="Path">Names from the root, joined by dots.</param>
/// <param name="Type">The type on disk.</param>
/// <param name="IsRepeated">Whether a row may have many values, or none.</param>
internal readonly record struct ParquetColumn(string Path, long Type, bool IsRepeated);
