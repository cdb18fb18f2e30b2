namespace Mlp.Gpu.Tests;

/// <summary>A device whose memory is small, or that refuses one buffer, and that knows which of its buffers are not freed yet.</summary>
internal sealed class FullDevice(IDevice device) : DeviceAround(device)
{
    // A buffer is not kept alive by being remembered.
    private readonly List<(WeakReference<DeviceBuffer> Buffer, long Bytes)> given = [];

    /// <summary>The most bytes of all buffers together.</summary>
    public long Memory { get; init; } = long.MaxValue;

    /// <summary>Buffers that it still gives before it refuses one, asked again too.</summary>
    public int? BuffersLeft { get; set; }

    /// <summary>Bytes of the buffers that are not freed yet.</summary>
    public long Used => given.Where(IsUsed).Sum(one => one.Bytes);

    public override DeviceBuffer Allocate(long bytes)
    {
        if (BuffersLeft <= 0 || Used + bytes > Memory)
        {
            throw new DeviceException($"{Limits.Name}: {bytes} bytes do not fit.");
        }

        BuffersLeft--;
        var buffer = base.Allocate(bytes);
        given.Add((new(buffer, trackResurrection: true), bytes));
        return buffer;
    }

    private static bool IsUsed((WeakReference<DeviceBuffer> Buffer, long Bytes) one) =>
        one.Buffer.TryGetTarget(out var buffer) && !buffer.IsClosed;
}
