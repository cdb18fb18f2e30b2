using System.Numerics;

namespace Mlp.Gpu;

/// <summary>
/// A matrix on the device whose rows are followed by a 1, so that a bias is one more row of the weights that it is multiplied by. Each
/// row begins at a multiple of four values, so that kernels can take four at once.
/// </summary>
internal sealed class DeviceMatrix<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DeviceArray<T> values;

    private DeviceMatrix(DeviceArray<T> values, int stride) =>
        (this.values, Stride) = (values, stride);

    /// <summary>Where it is.</summary>
    public DeviceBuffer Buffer => values.Buffer;

    /// <summary>Values from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Zeros, and a one after each row.</summary>
    public static DeviceMatrix<T> WithOnes(IDevice device, int rows, int columns)
    {
        var stride = StrideOf(columns);
        var host = Host(device, (long)rows * stride);
        for (var i = columns; i < host.Length; i += stride)
        {
            host[i] = T.One;
        }

        return new(DeviceArray<T>.Of(device, host), stride);
    }

    /// <summary>Rows of values, and a one after each.</summary>
    public static DeviceMatrix<T> WithOnes(IDevice device, ReadOnlySpan<T> source, int columns)
    {
        var (rows, stride) = (source.Length / columns, StrideOf(columns));
        var host = Host(device, (long)rows * stride);
        for (var row = 0; row < rows; row++)
        {
            source.Slice(row * columns, columns).CopyTo(host.AsSpan(row * stride));
            host[(row * stride) + columns] = T.One;
        }

        return new(DeviceArray<T>.Of(device, host), stride);
    }

    /// <summary>Rows of values and nothing else, for kernels that need no ones.</summary>
    public static DeviceMatrix<T> Plain(DeviceArray<T> values, int columns) => new(values, columns);

    /// <summary>Copies the first rows to the host, without what follows each.</summary>
    public void Read(int rows, int columns, Span<T> target)
    {
        var host = values.Read(rows * Stride);
        for (var row = 0; row < rows; row++)
        {
            host.AsSpan(row * Stride, columns).CopyTo(target[(row * columns)..]);
        }
    }

    public void Dispose() => values.Dispose();

    private static int StrideOf(int columns) => (columns + 4) / 4 * 4;

    private static T[] Host(IDevice device, long length) =>
        length <= Array.MaxLength
            ? new T[length]
            : throw new DeviceException(
                $"{device.Limits.Name}: a buffer of {length} values is needed and {Array.MaxLength} is the most there can be; "
                    + "take a smaller batch or fewer units."
            );
}
