using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>Values of one type in memory of the host that a device copies to and from as fast as it can, zeros at first.</summary>
internal sealed class HostArray<T>(IDevice device, int length) : IDisposable
    where T : unmanaged
{
    /// <summary>Where they are.</summary>
    public HostBuffer Buffer { get; } = device.AllocateHost((long)length * Marshal.SizeOf<T>());

    /// <summary>The values; whoever takes them keeps the array alive.</summary>
    public Span<T> Values => Buffer.As<T>();

    public void Dispose() => Buffer.Dispose();
}
