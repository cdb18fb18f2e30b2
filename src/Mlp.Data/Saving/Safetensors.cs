using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mlp.Data;

/// <summary>
/// Files of named tensors: 8 bytes with the length of a JSON header, the header, then the values, little-endian and row-major.
/// Nothing in such a file runs. Reading is strict: what a whole file cannot hold is refused before memory is taken for it, which
/// is at most 128 KiB and 256 times the size of the file.
/// Source: github.com/huggingface/safetensors, format of version 0.4.
/// </summary>
public static class Safetensors
{
    /// <summary>Longest header that is read or written, in bytes.</summary>
    public const int LongestHeader = 8 << 20;

    private const int LengthBytes = 8;

    // Values passed at a time: the bytes of an array can be more than a span holds.
    private const int Piece = 1 << 24;

    /// <summary>All tensors of a file, in the order of their values, and its notes.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no whole safetensors file of float64, float32, int64, int32 or bytes; the message says what is wrong.</exception>
    public static TensorFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path} is a folder; give a safetensors file.");
        }

        using var stream = File.OpenRead(path);
        try
        {
            var (entries, notes) = SafetensorsHeader.Parse(
                HeaderOf(stream, out var dataLength),
                dataLength
            );
            return new([.. entries.Select(entry => (entry.Name, Values(stream, entry)))], notes);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException(OneLine.Of($"{path}: {wrong.Message}"), wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // Of the JSON reader, for bytes that are no UTF-8 and halves of surrogate pairs.
            throw new InvalidDataException($"{path}: a text in the header is no Unicode.", wrong);
        }
    }

    /// <summary>Writes tensors in their order, with notes. The file is written aside and renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">What to write.</param>
    /// <param name="cancellation">Stops between tensors; an earlier file stays as it is.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">A name appears twice, or the header would be longer than <see cref="LongestHeader"/>.</exception>
    public static void Write(string path, TensorFile file, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var header = SafetensorsHeader.Format(file);
        if (header.Length > LongestHeader)
        {
            throw new ArgumentException(
                $"The header of {path} would have {header.Length} bytes; {LongestHeader} is the most. Keep fewer notes in it.",
                nameof(file)
            );
        }

        Aside.Write(
            path,
            stream =>
            {
                stream.Write(BitConverter.GetBytes((ulong)header.Length));
                stream.Write(header);
                foreach (var (_, tensor) in file.Tensors)
                {
                    cancellation.ThrowIfCancellationRequested();
                    WriteValues(stream, tensor);
                }
            }
        );
    }

    private static JsonDocument HeaderOf(FileStream stream, out long dataLength)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new InvalidDataException(
                $"{stream.Length} bytes are no safetensors file; one begins with the length of its header in 8 bytes."
            );
        }

        var length = BitConverter.ToUInt64(prefix);
        if (length > LongestHeader)
        {
            throw new InvalidDataException(
                $"a header of {length} bytes is declared, and {LongestHeader} is the most that is read; this is no safetensors file, or a bloated one."
            );
        }

        dataLength = stream.Length - LengthBytes - (long)length;
        if (dataLength < 0)
        {
            throw new InvalidDataException(
                $"a header of {length} bytes is declared, but {stream.Length - LengthBytes} bytes follow; the file was cut off."
            );
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        return SafetensorsHeader.Json(header);
    }

    private static Tensor Values(FileStream stream, SafetensorsHeader.Entry entry) =>
        entry.Type switch
        {
            ElementType.Float64 => Values<double>(stream, entry),
            ElementType.Float32 => Values<float>(stream, entry),
            ElementType.Int64 => Values<long>(stream, entry),
            ElementType.Int32 => Values<int>(stream, entry),
            _ => Values<byte>(stream, entry),
        };

    private static Tensor<T> Values<T>(FileStream stream, SafetensorsHeader.Entry entry)
        where T : unmanaged
    {
        var values = new T[entry.Length];
        ReadValues<T>(stream, values);
        return new(values, entry.Shape);
    }

    /// <summary>Reads values, however many.</summary>
    internal static void ReadValues<T>(Stream stream, Span<T> values)
        where T : unmanaged
    {
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, Piece);
            stream.ReadExactly(MemoryMarshal.AsBytes(values[..count]));
            values = values[count..];
        }
    }

    /// <summary>Writes values, however many.</summary>
    internal static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        while (!values.IsEmpty)
        {
            var count = Math.Min(values.Length, Piece);
            stream.Write(MemoryMarshal.AsBytes(values[..count]));
            values = values[count..];
        }
    }

    /// <summary>Writes the values of a tensor of a type that files have.</summary>
    internal static void WriteValues(Stream stream, Tensor tensor)
    {
        switch (tensor)
        {
            case Tensor<double> t:
                WriteValues(stream, t.Values);
                break;
            case Tensor<float> t:
                WriteValues(stream, t.Values);
                break;
            case Tensor<long> t:
                WriteValues(stream, t.Values);
                break;
            case Tensor<int> t:
                WriteValues(stream, t.Values);
                break;
            case Tensor<byte> t:
                WriteValues(stream, t.Values);
                break;
            default:
                throw new NotSupportedException($"Writing {tensor} is not supported.");
        }
    }
}
