using System.Buffers.Binary;
using System.IO.Compression;

namespace Mlp.Data;

/// <summary>Unpacks gzip files whole, and refuses broken ones. Source: RFC 1952.</summary>
internal static class Gzip
{
    // What deflate packs into a byte at most, source: zlib's technical details.
    private const long MostPerByte = 1_032;

    public static bool IsPacked(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, ..];

    /// <exception cref="InvalidDataException">The stream is broken, cut off, or followed by something.</exception>
    public static byte[] Unpack(byte[] packed, string path)
    {
        // The last four bytes are the unpacked length. Read first, so that nothing unpacks to more than it says; and GZipStream lets a
        // missing end, and anything after it, pass.
        var length =
            packed.Length < 4
                ? 0
                : BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4));
        if (packed.Length < 4 || length > MostPerByte * packed.Length || length > Array.MaxLength)
        {
            throw NotWhole(packed, path);
        }

        var unpacked = new byte[length];
        var (count, isWhole) = (0, false);
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            for (var read = 1; read > 0; count += read)
            {
                read = gzip.Read(unpacked, count, unpacked.Length - count);
            }

            isWhole = count == unpacked.Length && gzip.ReadByte() < 0;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{path}: the gzip stream breaks off after {count} unpacked bytes: {e.Message}",
                e
            );
        }

        return isWhole ? unpacked : throw NotWhole(packed, path);
    }

    private static InvalidDataException NotWhole(byte[] packed, string path) =>
        new(
            $"{path}: the gzip stream does not end at byte {packed.Length} as it must: "
                + "its end is cut off, or bytes follow it."
        );
}
