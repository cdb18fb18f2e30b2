using System.Runtime.CompilerServices;

namespace Mlp.Gpu.Tests;

/// <summary>A device behind whose buffers a fence lies, which no kernel may write to. It is looked at after each launch.</summary>
internal sealed class FencedDevice(IDevice device) : IDevice
{
    // 3 as float32, 32.5 as float64: whatever it is multiplied by changes it, as it would not a NaN.
    private static readonly byte[] Fence = [.. Enumerable.Repeat((byte)0x40, 1024)];

    private readonly ConditionalWeakTable<DeviceBuffer, object> lengths = [];

    /// <summary>Who wrote behind what.</summary>
    public HashSet<string> Broken { get; } = [];

    public string Runtime => device.Runtime;

    public DeviceLimits Limits => device.Limits;

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines) =>
        new Program(this, device.Compile(source, defines));

    public DeviceBuffer Allocate(long bytes)
    {
        var buffer = device.Allocate(bytes + Fence.Length);
        device.Write(buffer, bytes, Fence);
        lengths.Add(buffer, bytes);
        return buffer;
    }

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source) =>
        device.Write(target, offset, source);

    public void Read(DeviceBuffer source, long offset, Span<byte> target) =>
        device.Read(source, offset, target);

    public void Finish() => device.Finish();

    // Fences are read between launches.
    public IDeviceSequence Sequence() => new SequenceAsItComes();

    private void Look(string kernel, ReadOnlySpan<KernelArgument> arguments)
    {
        var seen = new byte[Fence.Length];
        foreach (ref readonly var argument in arguments)
        {
            if (argument.Buffer is { } buffer && lengths.TryGetValue(buffer, out var length))
            {
                device.Read(buffer, (long)length, seen);
                if (!seen.AsSpan().SequenceEqual(Fence))
                {
                    Broken.Add($"{kernel} wrote behind a buffer of {length} bytes");
                    device.Write(buffer, (long)length, Fence);
                }
            }
        }
    }

    private sealed class Program(FencedDevice owner, IDeviceProgram program) : IDeviceProgram
    {
        public IDeviceKernel Kernel(string name) => new Launcher(owner, program.Kernel(name), name);
    }

    private sealed class Launcher(FencedDevice owner, IDeviceKernel kernel, string name)
        : IDeviceKernel
    {
        public void Launch(
            (int X, int Y) groups,
            (int X, int Y) threads,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            kernel.Launch(groups, threads, arguments);
            owner.Look(name, arguments);
        }

        public void LaunchTogether(
            int groups,
            int threads,
            int nearBytes,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            kernel.LaunchTogether(groups, threads, nearBytes, arguments);
            owner.Look(name, arguments);
        }
    }
}
