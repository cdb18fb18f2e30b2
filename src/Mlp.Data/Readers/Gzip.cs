using System.Buffers.Binary;
using System.IO.Compression;

namespace Mlp.Data;

/// <summary>Unpacks gzip files whole, and refuses broken ones. Source: RFC 1952.</summary>
internal static class Gzip
{
    public static bool IsPacked(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, ..];

    /// <exception cref="InvalidDataException">The stream is broken, cut off, or followed by something.</exception>
    public static byte[] Unpack(byte[] packed, string path)
    {
        using var unpacked = new MemoryStream();
        using var stream = new MemoryStream(packed);
        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            gzip.CopyTo(unpacked);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{path}: the gzip stream breaks off after {unpacked.Length} unpacked bytes: {e.Message}",
                e
            );
        }

        // GZipStream lets a missing end and anything after it pass; the last four bytes must be the unpacked length.
        if (
            packed.Length < 4
            || BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4))
                != (uint)unpacked.Length
        )
        {
            throw new InvalidDataException(
                $"{path}: the gzip stream does not end at byte {packed.Length} as it must: "
                    + "its end is cut off, or bytes follow it."
            );
        }

        return unpacked.ToArray();
    }
}
