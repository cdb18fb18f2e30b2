namespace Mlp.Gpu.Tests;

/// <summary>A device with limits that are not its own.</summary>
internal sealed class LimitedDevice(IDevice device, DeviceLimits limits) : IDevice
{
    /// <summary>The defines of what has been compiled.</summary>
    public List<IReadOnlyList<string>> Compiled { get; } = [];

    public string Runtime => device.Runtime;

    public DeviceLimits Limits => limits;

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines)
    {
        Compiled.Add(defines);
        return device.Compile(source, defines);
    }

    public DeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source) =>
        device.Write(target, offset, source);

    public void Read(DeviceBuffer source, long offset, Span<byte> target) =>
        device.Read(source, offset, target);

    public void Finish() => device.Finish();

    public IDeviceSequence Sequence() => device.Sequence();
}
