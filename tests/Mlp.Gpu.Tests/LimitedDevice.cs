namespace Mlp.Gpu.Tests;

/// <summary>A device with limits that are not its own.</summary>
internal sealed class LimitedDevice(IDevice device, DeviceLimits limits) : DeviceAround(device)
{
    /// <summary>The defines of what has been compiled.</summary>
    public List<IReadOnlyList<string>> Compiled { get; } = [];

    public override DeviceLimits Limits => limits;

    public override IDeviceProgram Compile(string source, params IReadOnlyList<string> defines)
    {
        Compiled.Add(defines);
        return base.Compile(source, defines);
    }
}
