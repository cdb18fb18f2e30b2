using System.Buffers.Binary;
using System.IO.Compression;

namespace Conform.Training;

/// <summary>Pixels as a PNG file: a signature, then chunks of length, name, data and CRC-32. Source: W3C, PNG specification, third edition.</summary>
internal static class PngFile
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>The file of <c>[height, width, 3]</c> bytes of red, green and blue.</summary>
    public static byte[] Of(byte[] pixels, int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        const byte BitsOfAChannel = 8,
            RedGreenBlue = 2;
        (header[8], header[9]) = (BitsOfAChannel, RedGreenBlue);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Compressed(pixels, width * 3, height));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compressed(byte[] pixels, int stride, int height)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                // Each row begins with its filter; 0 is none.
                zlib.WriteByte(0);
                zlib.Write(pixels, row * stride, stride);
            }
        }

        return buffer.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. name, .. data]));
        file.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }
        }

        return ~crc;
    }
}
