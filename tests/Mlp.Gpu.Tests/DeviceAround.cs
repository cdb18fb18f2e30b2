namespace Mlp.Gpu.Tests;

/// <summary>A device that passes all on to another: those of tests say only what is otherwise.</summary>
internal abstract class DeviceAround(IDevice device) : IDevice
{
    public string Runtime => device.Runtime;

    public virtual DeviceLimits Limits => device.Limits;

    public virtual IDeviceProgram Compile(string source, params IReadOnlyList<string> defines) =>
        new Program(this, device.Compile(source, defines));

    public virtual DeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    public virtual void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source) =>
        device.Write(target, offset, source);

    public virtual void Read(DeviceBuffer source, long offset, Span<byte> target) =>
        device.Read(source, offset, target);

    public virtual void Finish() => device.Finish();

    public virtual IDeviceSequence Sequence() => device.Sequence();

    /// <summary>What becomes of a launch: it is run, now or later, or refused.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="launch">Runs it.</param>
    protected virtual void Launch(string kernel, KernelArgument[] arguments, Action launch) =>
        launch();

    private sealed class Program(DeviceAround owner, IDeviceProgram program) : IDeviceProgram
    {
        public IDeviceKernel Kernel(string name) => new Launcher(owner, program.Kernel(name), name);
    }

    private sealed class Launcher(DeviceAround owner, IDeviceKernel kernel, string name)
        : IDeviceKernel
    {
        public void Launch(
            (int X, int Y) groups,
            (int X, int Y) threads,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            var kept = arguments.ToArray();
            owner.Launch(name, kept, () => kernel.Launch(groups, threads, kept));
        }

        public void LaunchTogether(
            int groups,
            int threads,
            int nearBytes,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            var kept = arguments.ToArray();
            owner.Launch(name, kept, () => kernel.LaunchTogether(groups, threads, nearBytes, kept));
        }
    }
}
