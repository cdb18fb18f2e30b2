using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>Values of one type in the memory of a device, zeros at first.</summary>
internal sealed class DeviceArray<T>(IDevice device, long length) : IDisposable
    where T : unmanaged
{
    private static readonly int Size = Marshal.SizeOf<T>();

    // Bytes of a span are counted by an int; a data set may have more.
    private static readonly int MostAtOnce = (1 << 30) / Size;

    /// <summary>Where they are.</summary>
    public DeviceBuffer Buffer { get; } = Allocate(device, length * Size);

    /// <summary>How many there are.</summary>
    public long Length => length;

    /// <summary>A copy of values.</summary>
    public static DeviceArray<T> Of(IDevice device, ReadOnlySpan<T> values)
    {
        var array = new DeviceArray<T>(device, values.Length);
        try
        {
            array.Write(values);
            return array;
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>Replaces values, from one on.</summary>
    public void Write(ReadOnlySpan<T> values, long at = 0)
    {
        while (!values.IsEmpty)
        {
            var piece = values[..Math.Min(values.Length, MostAtOnce)];
            device.Write(Buffer, at * Size, MemoryMarshal.AsBytes(piece));
            values = values[piece.Length..];
            at += piece.Length;
        }
    }

    /// <summary>Copies values to the host, from one on.</summary>
    public T[] Read(int count, long at = 0)
    {
        var values = new T[count];
        Read(values, at);
        return values;
    }

    /// <summary>Copies values to where they are wanted, from one on.</summary>
    public void Read(Span<T> target, long at)
    {
        while (!target.IsEmpty)
        {
            var piece = target[..Math.Min(target.Length, MostAtOnce)];
            device.Read(Buffer, at * Size, MemoryMarshal.AsBytes(piece));
            target = target[piece.Length..];
            at += piece.Length;
        }
    }

    /// <summary>Queues that all are replaced; until the device has been waited for, the source stays as it is.</summary>
    public void Send(HostArray<T> source) => device.Send(source.Buffer, Buffer);

    /// <summary>Queues a copy of all; it has come when the device has been waited for.</summary>
    public void Fetch(HostArray<T> target) => device.Fetch(Buffer, target.Buffer);

    public void Dispose() => Buffer.Dispose();

    // A full device does not call the collector, which frees what nothing refers to any more: models that nobody disposed of, say.
    private static DeviceBuffer Allocate(IDevice device, long bytes)
    {
        try
        {
            return device.Allocate(bytes);
        }
        catch (DeviceException)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return device.Allocate(bytes);
        }
    }
}
