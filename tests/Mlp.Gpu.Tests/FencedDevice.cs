using System.Runtime.CompilerServices;

namespace Mlp.Gpu.Tests;

/// <summary>A device behind whose buffers a fence lies, which no kernel may write to. It is looked at after each launch.</summary>
internal sealed class FencedDevice(IDevice device) : DeviceAround(device)
{
    // 3 as float32, 32.5 as float64: whatever it is multiplied by changes it, as it would not a NaN.
    private static readonly byte[] Fence = [.. Enumerable.Repeat((byte)0x40, 1024)];

    private readonly ConditionalWeakTable<DeviceBuffer, object> lengths = [];

    /// <summary>Who wrote behind what.</summary>
    public HashSet<string> Broken { get; } = [];

    public override DeviceBuffer Allocate(long bytes)
    {
        var buffer = base.Allocate(bytes + Fence.Length);
        Write(buffer, bytes, Fence);
        lengths.Add(buffer, bytes);
        return buffer;
    }

    // Fences are read between launches.
    public override IDeviceSequence Sequence() => new SequenceAsItComes();

    protected override void Launch(string kernel, KernelArgument[] arguments, Action launch)
    {
        launch();
        var seen = new byte[Fence.Length];
        foreach (var argument in arguments)
        {
            if (argument.Buffer is { } buffer && lengths.TryGetValue(buffer, out var length))
            {
                Read(buffer, (long)length, seen);
                if (!seen.AsSpan().SequenceEqual(Fence))
                {
                    Broken.Add($"{kernel} wrote behind a buffer of {length} bytes");
                    Write(buffer, (long)length, Fence);
                }
            }
        }
    }
}
