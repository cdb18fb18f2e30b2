using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mlp.Native;

/// <summary>Zeros at first, at an address that is a multiple of 64 and never moves; freed when nothing refers to it any more.</summary>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] values;

    /// <summary>An array of that many values.</summary>
    public AlignedArray(long length)
    {
        Length = length;
        values = GC.AllocateArray<T>(checked((int)(length + Lane<T>.Count)), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values));
        Pointer = (T*)((address + 63) & ~63);
    }

    /// <summary>The first value.</summary>
    public T* Pointer { get; }

    /// <summary>Number of values.</summary>
    public long Length { get; }
}
