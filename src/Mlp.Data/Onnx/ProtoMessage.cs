using System.Text;

namespace Mlp.Data;

/// <summary>A message of Protocol Buffers as it is written: fields, each a number and a value. Source: protobuf.dev, encoding.</summary>
internal sealed class ProtoMessage
{
    private const int Varints = 0;
    private const int FourBytes = 5;
    private const int LengthFirst = 2;

    // A message of a gigabyte is a message of few pieces: weights are written from where they lie.
    private readonly List<ReadOnlyMemory<byte>> pieces = [];

    /// <summary>Bytes of the message.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a whole number.</summary>
    public ProtoMessage Add(int field, long value) =>
        Add([.. Varint(Tag(field, Varints)), .. Varint((ulong)value)]);

    /// <summary>Adds a 32-bit floating-point number.</summary>
    public ProtoMessage Add(int field, float value) =>
        Add([.. Varint(Tag(field, FourBytes)), .. BitConverter.GetBytes(value)]);

    /// <summary>Adds a text.</summary>
    public ProtoMessage Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds bytes, which are kept, not copied.</summary>
    public ProtoMessage Add(int field, ReadOnlyMemory<byte> value)
    {
        Add([.. Varint(Tag(field, LengthFirst)), .. Varint((ulong)value.Length)]);
        return Piece(value);
    }

    /// <summary>Adds a message.</summary>
    public ProtoMessage Add(int field, ProtoMessage value)
    {
        Add([.. Varint(Tag(field, LengthFirst)), .. Varint((ulong)value.Length)]);
        value.pieces.ForEach(piece => Piece(piece));
        return this;
    }

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream stream)
    {
        foreach (var piece in pieces)
        {
            stream.Write(piece.Span);
        }
    }

    private ProtoMessage Add(byte[] bytes) => Piece(bytes);

    private ProtoMessage Piece(ReadOnlyMemory<byte> piece)
    {
        pieces.Add(piece);
        Length += piece.Length;
        return this;
    }

    private static ulong Tag(int field, int kind) => ((ulong)field << 3) | (uint)kind;

    // Seven bits a byte, lowest first; the high bit says that more follow.
    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return bytes;
    }
}
