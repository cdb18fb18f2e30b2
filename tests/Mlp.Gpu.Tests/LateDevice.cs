namespace Mlp.Gpu.Tests;

/// <summary>
/// A device whose queued copies to the host come when it is waited for, and no sooner; and which looks then whether the sources of those
/// to it have stayed as they were.
/// </summary>
internal sealed class LateDevice(IDevice device) : DeviceAround(device), IDevice
{
    private readonly List<Action> queued = [];

    /// <summary>Copies that came late.</summary>
    public int Came { get; private set; }

    public void Send(HostBuffer source, DeviceBuffer target)
    {
        var sent = source.As<byte>().ToArray();
        base.Write(target, 0, sent);
        queued.Add(() => Assert.That(source.As<byte>().SequenceEqual(sent), "A source changed."));
    }

    public void Fetch(DeviceBuffer source, HostBuffer target)
    {
        var values = new byte[target.Bytes];
        base.Read(source, 0, values);
        target.As<byte>().Fill(0xFF);
        queued.Add(() => values.CopyTo(target.As<byte>()));
    }

    public override void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source)
    {
        base.Write(target, offset, source);
        Come();
    }

    public override void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        base.Read(source, offset, target);
        Come();
    }

    public override void Finish()
    {
        base.Finish();
        Come();
    }

    private void Come()
    {
        Came += queued.Count;
        foreach (var copy in queued)
        {
            copy();
        }

        queued.Clear();
    }
}
