using System.Buffers.Binary;
using System.Numerics;

namespace Mlp.Data;

/// <summary>
/// Reads IDX files, the format of MNIST and its like: two zero bytes, a type, the number of axes, one big-endian 32-bit
/// size an axis, then the values, row-major. Source: http://yann.lecun.com/exdb/mnist.
/// </summary>
public static class Idx
{
    /// <summary>
    /// The bytes of a file, gzipped or plain, whichever its first bytes say. Takes at most 128 KiB and 4 times the size of the file, or 2,100
    /// times that of a packed one.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no IDX file of bytes, is cut off, or is longer than it says.</exception>
    public static Tensor<byte> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = File.ReadAllBytes(path);
        return Gzip.IsPacked(bytes)
            ? Parse(Gzip.Unpack(bytes, path), $"{path}, unpacked")
            : Parse(bytes, path);
    }

    private static Tensor<byte> Parse(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes is not [0, 0, 0x08, ..])
        {
            throw new InvalidDataException(
                $"{path}: bytes 0 to 2 are {Convert.ToHexString(bytes[..Math.Min(3, bytes.Length)])}; "
                    + "an IDX file of bytes begins with 000008."
            );
        }

        var start = bytes.Length > 3 ? 4 + 4 * bytes[3] : 4;
        if (bytes.Length < start)
        {
            throw new InvalidDataException(
                $"{path}: the file ends at byte {bytes.Length}; its header needs {start} bytes."
            );
        }

        var shape = new int[bytes[3]];
        // The product of 255 sizes fits no fixed integer.
        BigInteger length = 1;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 + 4 * axis)..]);
            if (shape[axis] < 0)
            {
                throw new InvalidDataException(
                    $"{path}: the size at byte {4 + 4 * axis} is {(uint)shape[axis]}, more than an array holds."
                );
            }

            length *= shape[axis];
        }

        return length == bytes.Length - start
            ? Tensor.Create(bytes[start..].ToArray(), shape)
            : throw new InvalidDataException(
                $"{path}: {Tensor.FormatShape(shape)} needs {start + length} bytes; the file ends at byte {bytes.Length}."
            );
    }
}
