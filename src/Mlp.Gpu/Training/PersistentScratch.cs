using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>
/// What the groups of the persistent path tell each other within a step, in the cells of <c>persistent/cells.c</c>, and what each
/// keeps. Shapes are those of <c>kernels/train_steps.c</c>.
/// </summary>
internal sealed class PersistentScratch<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Room on a device.</summary>
    public PersistentScratch(
        IDevice device,
        KeptLayout layout,
        long batch,
        long groups,
        long units,
        long tail
    )
    {
        Layout = layout;
        var cells = Marshal.SizeOf<T>() / sizeof(float);
        Parts = new(device, groups * batch * units * cells);
        SplitZ = new(device, batch * units * cells);
        Tail = new(device, 2 * tail * cells);
        var bytes = (long)layout.Length * Marshal.SizeOf<T>();
        IsFar = bytes > device.Limits.NearBytes;
        NearBytes = IsFar ? 0 : (int)bytes;
        Far = IsFar ? new(device, groups * layout.Length) : null;
    }

    /// <summary>Where a group keeps what.</summary>
    public KeptLayout Layout { get; }

    /// <summary>What each group adds to z of the split layer, <c>[groups, units, batch]</c>.</summary>
    public DeviceArray<ulong> Parts { get; }

    /// <summary>z of the split layer without its bias, <c>[units, batch]</c>.</summary>
    public DeviceArray<ulong> SplitZ { get; }

    /// <summary>The weights that every group reads, before and after a step, <c>[2, tail]</c>.</summary>
    public DeviceArray<ulong> Tail { get; }

    /// <summary>What the groups keep where that does not fit near their threads.</summary>
    public DeviceArray<T>? Far { get; }

    /// <summary>Whether it does not fit.</summary>
    public bool IsFar { get; }

    /// <summary>What each group keeps near its threads.</summary>
    public int NearBytes { get; }

    public void Dispose()
    {
        Parts.Dispose();
        SplitZ.Dispose();
        Tail.Dispose();
        Far?.Dispose();
    }
}
