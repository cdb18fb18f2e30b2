using System.Numerics;

namespace Mlp.Gpu;

/// <summary>One argument of a kernel: its bits, and how many of them count.</summary>
internal readonly struct KernelArgument
{
    private KernelArgument(ulong bits, int size, DeviceBuffer? buffer = null) =>
        (Bits, Size, Buffer) = (bits, size, buffer);

    /// <summary>The bits, lowest first.</summary>
    public readonly ulong Bits;

    /// <summary>Bytes that count.</summary>
    public readonly int Size;

    /// <summary>Kept alive with the argument.</summary>
    public readonly DeviceBuffer? Buffer;

    /// <summary>A buffer.</summary>
    public static implicit operator KernelArgument(DeviceBuffer buffer) =>
        new((ulong)buffer.Handle, nint.Size, buffer);

    /// <summary>An <c>int</c>.</summary>
    public static implicit operator KernelArgument(int value) => new((uint)value, sizeof(int));

    /// <summary>An <c>int</c>, 1 or 0.</summary>
    public static implicit operator KernelArgument(bool value) => value ? 1 : 0;

    /// <summary>A <c>real</c>, rounded to the type.</summary>
    public static KernelArgument Real<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(double)
            ? new(BitConverter.DoubleToUInt64Bits(value), sizeof(double))
            : new(BitConverter.SingleToUInt32Bits((float)value), sizeof(float));
}
