namespace Mlp.Gpu.Tests;

/// <summary>A device that works until it is told to fail: at a launch, and when it is lost at everything after.</summary>
internal sealed class FaultyDevice(IDevice device) : DeviceAround(device)
{
    /// <summary>Launches that still work; null for all.</summary>
    public int? LaunchesLeft { get; set; }

    /// <summary>Whether the launch that fails is the end of the device.</summary>
    public bool IsLostThen { get; set; }

    /// <summary>Whether the launch that fails is of a kernel that cannot be compiled.</summary>
    public bool LacksKernelThen { get; set; }

    private bool IsLost { get; set; }

    public override DeviceBuffer Allocate(long bytes)
    {
        MustWork();
        return base.Allocate(bytes);
    }

    public override void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source)
    {
        MustWork();
        base.Write(target, offset, source);
    }

    public override void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        MustWork();
        base.Read(source, offset, target);
    }

    public override void Finish()
    {
        MustWork();
        base.Finish();
    }

    protected override void Launch(string kernel, KernelArgument[] arguments, Action launch)
    {
        MustWork();
        if (LaunchesLeft-- == 0)
        {
            LaunchesLeft = null;
            IsLost = IsLostThen;
            throw LacksKernelThen
                ? new NotSupportedException($"{Limits.Name}: there is no compiler.")
                : new DeviceException($"{Limits.Name}: a launch failed.");
        }

        launch();
    }

    private void MustWork()
    {
        if (IsLost)
        {
            throw new DeviceException($"{Limits.Name}: it is lost.");
        }
    }
}
