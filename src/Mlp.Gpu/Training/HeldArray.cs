namespace Mlp.Gpu;

/// <summary>Values on a device, and what was kept of them on the host: another copy takes its place only when it is whole.</summary>
/// <param name="device">The device.</param>
/// <param name="values">The values there.</param>
internal sealed class HeldArray<T>(IDevice device, DeviceArray<T> values) : IDisposable
    where T : unmanaged
{
    private HostArray<T> kept = new(device, checked((int)values.Length));
    private HostArray<T> next = new(device, checked((int)values.Length));

    /// <summary>What was kept; whoever takes it keeps the array alive.</summary>
    public ReadOnlySpan<T> Kept => kept.Values;

    /// <summary>What may take its place, likewise.</summary>
    public Span<T> Next => next.Values;

    /// <summary>Queues a copy of what the device has.</summary>
    public void Fetch() => values.Fetch(next);

    /// <summary>Queues that the device gets what may take the place of what was kept.</summary>
    public void Send() => values.Send(next);

    /// <summary>Queues that the device gets what was kept.</summary>
    public void Restore() => values.Send(kept);

    /// <summary>Keeps what is next.</summary>
    public void Keep() => (kept, next) = (next, kept);

    public void Dispose()
    {
        kept.Dispose();
        next.Dispose();
    }
}
