using Microsoft.Win32.SafeHandles;

namespace Mlp.Gpu;

/// <summary>Memory of a device; freed when disposed of, or when nothing refers to it any more.</summary>
internal abstract class DeviceBuffer : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>A buffer over what the runtime gave.</summary>
    protected DeviceBuffer(nint handle, long bytes)
        : base(ownsHandle: true)
    {
        SetHandle(handle);
        Bytes = bytes;
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>The handle as kernels take it.</summary>
    internal nint Handle =>
        IsClosed ? throw new ObjectDisposedException(nameof(DeviceBuffer)) : handle;
}
