using Microsoft.Win32.SafeHandles;

namespace Mlp.Gpu;

/// <summary>Memory of a device; freed when disposed of, or when nothing refers to it any more.</summary>
internal abstract class DeviceBuffer : SafeHandleZeroOrMinusOneIsInvalid
{
    private static long living;

    /// <summary>A buffer over what the runtime gave.</summary>
    protected DeviceBuffer(nint handle, long bytes)
        : base(ownsHandle: true)
    {
        SetHandle(handle);
        Bytes = bytes;
        Interlocked.Increment(ref living);
    }

    /// <summary>Buffers of this process that are not freed yet, on all devices.</summary>
    public static long Living => Interlocked.Read(ref living);

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>The handle as kernels take it.</summary>
    internal nint Handle =>
        IsClosed ? throw new ObjectDisposedException(nameof(DeviceBuffer)) : handle;

    /// <inheritdoc/>
    protected sealed override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref living);
        return Free();
    }

    /// <summary>Gives it back to the runtime.</summary>
    protected abstract bool Free();

    /// <summary>Throws unless those bytes lie in the buffer: a driver would write over what lies behind.</summary>
    internal void Within(long offset, long length)
    {
        if (offset < 0 || offset + length > Bytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                $"Bytes {offset} to {offset + length} were asked of a buffer of {Bytes}."
            );
        }
    }
}
