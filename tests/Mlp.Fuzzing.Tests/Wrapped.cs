using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Mlp.Fuzzing.Tests;

/// <summary>
/// Damages what lies within a frame of lengths and checks, and makes the frame fit again: what is damaged without that is refused at the
/// frame, and nothing behind it is ever met.
/// </summary>
internal static class Wrapped
{
    /// <summary>Damages a gzip file, or what is packed in it.</summary>
    public static byte[] Gzip(Random random, byte[] whole, byte[] other) =>
        random.Next(2) == 0
            ? Damage.Bytes(random, whole, other)
            : Pack(Damage.Bytes(random, Unpack(whole), Unpack(other)));

    /// <summary>Packs bytes.</summary>
    public static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Damages the footer of a Parquet file and states its new length, or damages the file as it is.</summary>
    public static byte[] Parquet(Random random, byte[] whole, byte[] other)
    {
        if (random.Next(2) == 0)
        {
            return Damage.Bytes(random, whole, other);
        }

        var (pages, footer) = Parts(whole);
        var damaged = Damage.Bytes(random, footer.ToArray(), Parts(other).Footer.ToArray());
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, damaged.Length);
        return [.. pages, .. damaged, .. length, .. "PAR1"u8];
    }

    /// <summary>Damages the header of a safetensors file and mostly states its new length, or damages the file as it is.</summary>
    public static byte[] Safetensors(Random random, byte[] whole, byte[] other)
    {
        if (random.Next(4) == 0)
        {
            return Damage.Bytes(random, whole, other);
        }

        var (header, values) = Header(whole);
        return Framed(
            Damage.Text(random, header.ToArray(), Header(other).Header.ToArray()),
            values
        );
    }

    /// <summary>Damages a text among the notes of a safetensors file, and nothing else.</summary>
    public static Func<Random, byte[], byte[], byte[]> Note(string name) =>
        (random, whole, other) =>
        {
            var (header, values) = Header(whole);
            var json = JsonNode.Parse(header)!;
            var notes = json["__metadata__"]!;
            var theirs = JsonNode.Parse(Header(other).Header)!["__metadata__"]![name]!;
            notes[name] = Encoding.UTF8.GetString(
                Damage.Text(
                    random,
                    Encoding.UTF8.GetBytes((string)notes[name]!),
                    Encoding.UTF8.GetBytes((string)theirs!)
                )
            );
            return Framed(Encoding.UTF8.GetBytes(json.ToJsonString()), values);
        };

    /// <summary>A safetensors file of a header and values.</summary>
    public static byte[] Framed(byte[] header, ReadOnlySpan<byte> values)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. values];
    }

    private static (byte[] Header, byte[] Values) Header(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (file[8..(8 + length)], file[(8 + length)..]);
    }

    private static (byte[] Pages, byte[] Footer) Parts(byte[] file)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        var start = file.Length - 8 - length;
        return (file[..start], file[start..^8]);
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
