using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mlp.Gpu;

/// <summary>Memory of the host, filled with zeros; freed when disposed of, or when nothing refers to it any more.</summary>
internal sealed unsafe class HostBuffer : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly Func<nint, bool> free;

    /// <summary>A buffer over memory that is given back so.</summary>
    public HostBuffer(nint address, long bytes, Func<nint, bool> free)
        : base(ownsHandle: true)
    {
        this.free = free;
        SetHandle(address);
        Bytes = bytes;
        NativeMemory.Clear((void*)address, (nuint)bytes);
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Where it is.</summary>
    public nint Address =>
        IsClosed ? throw new ObjectDisposedException(nameof(HostBuffer)) : handle;

    /// <summary>Memory that is nothing special to any device.</summary>
    public static HostBuffer Ordinary(long bytes) =>
        new(
            (nint)NativeMemory.Alloc((nuint)Math.Max(bytes, 1)),
            bytes,
            address =>
            {
                NativeMemory.Free((void*)address);
                return true;
            }
        );

    /// <summary>The memory as values; whoever takes them keeps the buffer alive.</summary>
    public Span<T> As<T>()
        where T : unmanaged => new((void*)Address, checked((int)(Bytes / sizeof(T))));

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => free(handle);
}
