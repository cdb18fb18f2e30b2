namespace Mlp.Data;

/// <summary>The columns of a Parquet file, page by page, and what they claim altogether.</summary>
/// <param name="stream">The file.</param>
/// <param name="end">Where its pages end and its footer begins.</param>
internal sealed class ParquetPages(Stream stream, long end)
{
    private const int Start = 4;
    private const int Data = 0;
    private const int Dictionary = 2;
    private const int DataV2 = 3;
    private const int Uncompressed = 0;
    private const int Snappy = 1;

    // Brotli is left out for what its reader does (it stops within a page), LZO and the older LZ4 for not being read at all.
    private static readonly Dictionary<long, string> Codecs = new()
    {
        [Uncompressed] = "none",
        [Snappy] = "Snappy",
        [2] = "gzip",
        [6] = "Zstandard",
        [7] = "LZ4",
    };

    // Delta byte arrays are left out: a few bytes may stand for as many long texts as there are rows.
    private static readonly Dictionary<long, string> Encodings = new()
    {
        [0] = "plain",
        [2] = "plain dictionary",
        [3] = "run length",
        [5] = "delta",
        [6] = "delta length",
        [8] = "dictionary",
        [9] = "byte stream split",
    };

    // What a page header takes, unless it holds long statistics.
    private const int FewBytes = 512;

    private readonly List<(long, long)> pages = [];
    private long values;
    private long unpacked;

    /// <summary>Where the pages lie that were checked so far.</summary>
    public List<(long Start, long End)> Found => pages;

    /// <summary>Refuses a column whose pages do not lie one behind the other within it, or do not hold what it says.</summary>
    /// <exception cref="InvalidDataException">It is such a column.</exception>
    /// <exception cref="EndOfStreamException">A page header goes on beyond the column.</exception>
    public void Check(ParquetColumn column, ThriftStruct chunk, long rows)
    {
        var meta = chunk.Struct(3, "its description");
        var path = string.Join('.', meta.List<string>(3));
        if (chunk.Fields.ContainsKey(1))
        {
            throw new InvalidDataException("its values lie in another file");
        }

        if (path != column.Path || meta.Number(1, "its type") != column.Type)
        {
            throw new InvalidDataException(
                $"the column there is '{path}' of type {meta.FindNumber(1)}, expected type {column.Type}"
            );
        }

        var count = meta.Number(5, "the number of values");
        if (count < rows || (!column.IsRepeated && count != rows))
        {
            throw new InvalidDataException($"it has {count} values for {rows} rows");
        }

        if (
            meta.Fields.TryGetValue(12, out var statistics)
            && ((ThriftStruct)statistics).FindNumber(3) is { } nulls
            && (nulls < 0 || nulls > count)
        )
        {
            throw new InvalidDataException($"it has {nulls} nulls among {count} values");
        }

        Claim(ref values, count, ParquetGuard.FreeValues, ParquetGuard.ValuesPerByte, "values");
        var codec = meta.Number(4, "its compression");
        Known("compression", codec, Codecs);
        var (place, last) = Range(meta);
        var found = 0L;
        // A reader goes on until it has the values it was told of: pages behind them are not looked at.
        for (var first = true; found < count; first = false)
        {
            var page = place;
            place = Page(page, last, codec, count - found, first, out var held);
            pages.Add((page, place));
            found += held;
        }
    }

    private (long Start, long End) Range(ThriftStruct meta)
    {
        var data = meta.Number(9, "the place of its pages");
        var dictionary = meta.FindNumber(11) ?? 0;
        var start = dictionary == 0 ? data : Math.Min(data, dictionary);
        var size = meta.Number(7, "its size");
        return start >= Start && size >= 0 && start <= end - size
            ? (start, start + size)
            : throw new InvalidDataException(
                $"it is said to take {size} bytes from {start} on; the file has pages from {Start} to {end}"
            );
    }

    private long Page(long start, long last, long codec, long left, bool first, out long held)
    {
        var (header, length) = Header(start, last);
        var type = header.Number(1, "the type of a page");
        var size = header.Number(3, "the size of a page");
        var full = header.Number(2, "the full size of a page");
        if (size < 0 || full < 0 || size > last - start - length)
        {
            throw new InvalidDataException(
                $"a page at {start} is said to take {size} bytes; {last - start - length} are left"
            );
        }

        Claim(
            ref unpacked,
            full,
            ParquetGuard.FreeBytes,
            ParquetGuard.BytesPerByte,
            "unpacked bytes"
        );
        var (field, encoding) = type switch
        {
            Data => (5, 2),
            DataV2 => (8, 4),
            Dictionary when first => (7, 2),
            _ => throw new InvalidDataException($"a page at {start} has type {type}"),
        };
        var page = header.Struct(field, "what a page holds");
        Known("encoding", page.Number(encoding, "the encoding of a page"), Encodings);
        held = page.Number(1, "the values of a page");
        var levels = type == DataV2 ? Levels(page, size, full) : 0;
        if (type == Dictionary)
        {
            Entries(held, full);
            held = 0;
        }

        if (type != DataV2 || page.Flag(7, standard: true))
        {
            Unpacks(codec, start + length + levels, size - levels, full - levels);
        }

        return held >= 0 && held <= left
            ? start + length + size
            : throw new InvalidDataException(
                $"a page at {start} is said to hold {held} values; {left} are left"
            );
    }

    // Statistics may make it long; most are not.
    private (ThriftStruct Value, int Length) Header(long start, long last)
    {
        for (var size = (long)FewBytes; ; size *= 16)
        {
            var bytes = new byte[Math.Min(size, last - start)];
            stream.Position = start;
            stream.ReadExactly(bytes);
            try
            {
                return ThriftReader.Read(bytes, ParquetShapes.PageHeader);
            }
            catch (EndOfStreamException) when (size < last - start)
            {
                // Once more, with more of it.
            }
        }
    }

    // What stands before the values, and is never packed.
    private static long Levels(ThriftStruct page, long size, long full)
    {
        var levels =
            page.Number(5, "the size of levels") is var definition
            && page.Number(6, "the size of levels") is var repetition
            && definition >= 0
            && repetition >= 0
                ? definition + repetition
                : -1;
        var nulls = page.Number(2, "the nulls of a page");
        var count = page.Number(1, "the values of a page");
        return levels >= 0 && levels <= size && levels <= full && nulls >= 0 && nulls <= count
            ? levels
            : throw new InvalidDataException(
                $"a page of {size} bytes is said to hold {levels} bytes of levels, and {nulls} nulls among {count} values"
            );
    }

    // Entries are looked up, not read one by one: they count as no values, but every one takes a bit at least.
    private void Entries(long count, long full)
    {
        if (count < 0 || count > full * 8)
        {
            throw new InvalidDataException(
                $"a dictionary of {full} bytes is said to hold {count} entries"
            );
        }

        Claim(ref values, count, ParquetGuard.FreeValues, ParquetGuard.ValuesPerByte, "values");
    }

    // The two forms whose readers take the size from somewhere else than from the header.
    private void Unpacks(long codec, long start, long size, long full)
    {
        var said = codec switch
        {
            Uncompressed => size,
            Snappy when size > 0 => SnappyLength(start, size),
            _ => full,
        };
        if (said != full)
        {
            throw new InvalidDataException(
                $"what is packed at {start} unpacks to {said} bytes; its page says {full}"
            );
        }
    }

    // A Snappy block begins with its length, seven bits a byte.
    private long SnappyLength(long start, long size)
    {
        stream.Position = start;
        long length = 0;
        for (var i = 0; i < Math.Min(size, 5); i++)
        {
            var next = stream.ReadByte();
            length |= (long)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return length;
            }
        }

        throw new InvalidDataException($"what is packed at {start} does not say how long it is");
    }

    private static void Known(string what, long value, Dictionary<long, string> known)
    {
        if (!known.ContainsKey(value))
        {
            throw new InvalidDataException(
                $"its {what} is of kind {value}; read are: "
                    + string.Join(", ", known.Select(entry => $"{entry.Value} ({entry.Key})"))
            );
        }
    }

    private void Claim(ref long sum, long more, int free, int perByte, string what)
    {
        var most = free + (perByte * stream.Length);
        sum = more > most - sum ? most + 1 : sum + more;
        if (sum > most)
        {
            throw new InvalidDataException(
                $"the file claims more than {most} {what} up to here, which its {stream.Length} bytes do not make likely"
            );
        }
    }
}
