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
    /// <exception cref="NotSupportedException">They are more than an array holds.</exception>
    public AlignedArray(long length)
    {
        var most = Array.MaxLength - Lane<T>.Count;
        if (length > most)
        {
            throw new NotSupportedException(
                $"A buffer of {length} values is needed and {most} is the most there can be; take a smaller batch or fewer units."
            );
        }

        values = GC.AllocateArray<T>((int)length + Lane<T>.Count, pinned: true);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values));
        Pointer = (T*)((address + 63) & ~63);
    }

    /// <summary>The first value.</summary>
    public T* Pointer { get; }
}
