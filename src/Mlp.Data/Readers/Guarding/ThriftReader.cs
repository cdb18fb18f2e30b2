using System.Buffers.Binary;
using System.Text;

namespace Mlp.Data;

/// <summary>
/// Reads a struct in Thrift's compact form, and believes nothing: every length must fit into the bytes that are there, every
/// item of a list takes at least one of them, structs nest to a depth, and a field has the type that its shape states.
/// </summary>
internal ref struct ThriftReader
{
    private const int MostDepth = 16;
    private const int True = 1;
    private const int False = 2;

    private readonly ReadOnlySpan<byte> bytes;
    private int place;
    private int depth;

    private ThriftReader(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>A struct at the start of the bytes, and how many it takes.</summary>
    /// <exception cref="EndOfStreamException">It goes on beyond the bytes.</exception>
    /// <exception cref="InvalidDataException">It is none of that shape.</exception>
    public static (ThriftStruct Value, int Length) Read(
        ReadOnlySpan<byte> bytes,
        ThriftShape.StructShape shape
    )
    {
        var reader = new ThriftReader(bytes);
        var value = reader.Struct(shape);
        return (value, reader.place);
    }

    private ThriftStruct Struct(ThriftShape.StructShape? shape)
    {
        if (++depth > MostDepth)
        {
            throw new InvalidDataException($"structs nest deeper than {MostDepth}");
        }

        var fields = new Dictionary<int, object>();
        var id = 0;
        for (var header = Byte(); header != 0; header = Byte())
        {
            id = header >> 4 == 0 ? (short)ZigZag(Varint()) : id + (header >> 4);
            var type = header & 15;
            ThriftShape? field = null;
            if (shape?.ById.TryGetValue(id, out field) == true && Kind(type) != field!.Type)
            {
                throw new InvalidDataException(
                    $"field {id} has type {type}, expected {field.Type}"
                );
            }

            // In a field, and only there, a truth value is its type.
            var value = type is True or False ? type == True : Value(type, field);
            if (!fields.TryAdd(id, value))
            {
                throw new InvalidDataException($"field {id} is there twice");
            }
        }

        depth--;
        return new(fields);
    }

    private object Value(int type, ThriftShape? shape) =>
        type switch
        {
            3 => (long)(sbyte)Byte(),
            4 => Integer(short.MinValue, short.MaxValue),
            5 => Integer(int.MinValue, int.MaxValue),
            6 => Integer(long.MinValue, long.MaxValue),
            7 => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8)),
            8 => Text(),
            9 or 10 => List((shape as ThriftShape.ListOf)?.Item),
            11 => Map(),
            12 => Struct(shape as ThriftShape.StructShape),
            13 => Bytes(16).ToArray(),
            _ => throw new InvalidDataException($"type {type} is unknown"),
        };

    private object[] List(ThriftShape? item)
    {
        if (++depth > MostDepth)
        {
            throw new InvalidDataException($"lists nest deeper than {MostDepth}");
        }

        var header = Byte();
        var (count, type) = (
            Count(header >> 4 == 15 ? Varint() : (ulong)(header >> 4)),
            header & 15
        );
        // Readers disagree on how many bytes such an item takes; no list in a Parquet file has any.
        if (type is True or False || (item is not null && count > 0 && type != item.Type))
        {
            throw new InvalidDataException(
                $"a list holds type {type}{(item is null ? "" : $", expected {item.Type}")}"
            );
        }

        var items = new object[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value(type, item);
        }

        depth--;
        return items;
    }

    // None of the structs that matter has a map.
    private object[] Map() =>
        Varint() == 0 ? [] : throw new InvalidDataException("a map stands where none is due");

    private string Text()
    {
        var length = Count(Varint());
        return Encoding.UTF8.GetString(Bytes(length));
    }

    // Every item takes a byte: no more of them than bytes that are left.
    private readonly int Count(ulong value) =>
        value <= (ulong)(bytes.Length - place)
            ? (int)value
            : throw new EndOfStreamException($"{value} items or bytes are claimed");

    private long Integer(long low, long high) =>
        ZigZag(Varint()) is var value && value >= low && value <= high
            ? value
            : throw new InvalidDataException($"{value} does not fit its type");

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number goes on beyond 64 bits");
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static int Kind(int type) => type == False ? True : type;

    private byte Byte() => Bytes(1)[0];

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > bytes.Length - place)
        {
            throw new EndOfStreamException("it goes on beyond its end");
        }

        place += count;
        return bytes.Slice(place - count, count);
    }
}

/// <summary>A struct that was read: fields by their ids. Whole numbers of any width are <see cref="long"/>.</summary>
/// <param name="Fields">What is there.</param>
internal sealed record ThriftStruct(IReadOnlyDictionary<int, object> Fields)
{
    /// <summary>A whole number that must be there.</summary>
    public long Number(int id, string name) =>
        FindNumber(id) ?? throw new InvalidDataException($"{name} is missing");

    /// <summary>A whole number, or null.</summary>
    public long? FindNumber(int id) => Fields.TryGetValue(id, out var value) ? (long)value : null;

    /// <summary>A text that must be there.</summary>
    public string Text(int id, string name) =>
        Fields.TryGetValue(id, out var value)
            ? (string)value
            : throw new InvalidDataException($"{name} is missing");

    /// <summary>A flag, or what it is when left out.</summary>
    public bool Flag(int id, bool standard) =>
        Fields.TryGetValue(id, out var value) ? (bool)value : standard;

    /// <summary>A list; empty when left out.</summary>
    public IReadOnlyList<T> List<T>(int id) =>
        Fields.TryGetValue(id, out var value) ? [.. ((object[])value).Cast<T>()] : [];

    /// <summary>A struct that must be there.</summary>
    public ThriftStruct Struct(int id, string name) =>
        Fields.TryGetValue(id, out var value)
            ? (ThriftStruct)value
            : throw new InvalidDataException($"{name} is missing");
}
