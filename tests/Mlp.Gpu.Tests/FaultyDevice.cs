namespace Mlp.Gpu.Tests;

/// <summary>A device that works until it is told to fail: at a launch, and when it is lost at everything after.</summary>
internal sealed class FaultyDevice(IDevice device) : IDevice
{
    /// <summary>Launches that still work; null for all.</summary>
    public int? LaunchesLeft { get; set; }

    /// <summary>Whether the launch that fails is the end of the device.</summary>
    public bool IsLostThen { get; set; }

    private bool IsLost { get; set; }

    public string Runtime => device.Runtime;

    public DeviceLimits Limits => device.Limits;

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines) =>
        new Program(this, device.Compile(source, defines));

    public DeviceBuffer Allocate(long bytes)
    {
        MustWork();
        return device.Allocate(bytes);
    }

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source)
    {
        MustWork();
        device.Write(target, offset, source);
    }

    public void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        MustWork();
        device.Read(source, offset, target);
    }

    public void Finish()
    {
        MustWork();
        device.Finish();
    }

    public IDeviceSequence Sequence() => device.Sequence();

    private void MustWork()
    {
        if (IsLost)
        {
            throw new DeviceException($"{Limits.Name}: it is lost.");
        }
    }

    private void Count()
    {
        MustWork();
        if (LaunchesLeft-- == 0)
        {
            LaunchesLeft = null;
            IsLost = IsLostThen;
            throw new DeviceException($"{Limits.Name}: a launch failed.");
        }
    }

    private sealed class Program(FaultyDevice owner, IDeviceProgram program) : IDeviceProgram
    {
        public IDeviceKernel Kernel(string name) => new Launcher(owner, program.Kernel(name));
    }

    private sealed class Launcher(FaultyDevice owner, IDeviceKernel kernel) : IDeviceKernel
    {
        public void Launch(
            (int X, int Y) groups,
            (int X, int Y) threads,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            owner.Count();
            kernel.Launch(groups, threads, arguments);
        }

        public void LaunchTogether(
            int groups,
            int threads,
            int nearBytes,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            owner.Count();
            kernel.LaunchTogether(groups, threads, nearBytes, arguments);
        }
    }
}
