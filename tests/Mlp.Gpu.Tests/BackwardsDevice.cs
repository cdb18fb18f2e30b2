namespace Mlp.Gpu.Tests;

/// <summary>A device that runs launches which do not need each other last to first.</summary>
internal sealed class BackwardsDevice(IDevice device) : IDevice
{
    // What is launched abreast; null while launches are queued as they come.
    private Stack<Action>? abreast;

    /// <summary>Launches that ran out of their order.</summary>
    public int Turned { get; private set; }

    public string Runtime => device.Runtime;

    public DeviceLimits Limits => device.Limits;

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines) =>
        new Program(this, device.Compile(source, defines));

    public DeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source) =>
        device.Write(target, offset, source);

    public void Read(DeviceBuffer source, long offset, Span<byte> target) =>
        device.Read(source, offset, target);

    public void Finish() => device.Finish();

    public IDeviceSequence Sequence() => new Backwards(this);

    private sealed class Backwards(BackwardsDevice owner) : IDeviceSequence
    {
        public void Run(Action launches) => launches();

        public void Abreast(Action launches)
        {
            var turned = owner.abreast = [];
            launches();
            owner.abreast = null;
            owner.Turned += turned.Count > 1 ? turned.Count : 0;
            foreach (var launch in turned)
            {
                launch();
            }
        }

        public void Dispose() { }
    }

    private sealed class Program(BackwardsDevice owner, IDeviceProgram program) : IDeviceProgram
    {
        public IDeviceKernel Kernel(string name) => new Launcher(owner, program.Kernel(name));
    }

    private sealed class Launcher(BackwardsDevice owner, IDeviceKernel kernel) : IDeviceKernel
    {
        public void Launch(
            (int X, int Y) groups,
            (int X, int Y) threads,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            if (owner.abreast is null)
            {
                kernel.Launch(groups, threads, arguments);
                return;
            }

            var kept = arguments.ToArray();
            owner.abreast.Push(() => kernel.Launch(groups, threads, kept));
        }

        public void LaunchTogether(
            int groups,
            int threads,
            int nearBytes,
            ReadOnlySpan<KernelArgument> arguments
        ) => kernel.LaunchTogether(groups, threads, nearBytes, arguments);
    }
}
