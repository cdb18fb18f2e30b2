using System.Numerics;
using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>
/// What the groups of the persistent path tell each other within a step, in the words of <c>persistent/words.c</c>, and what each
/// keeps. Shapes are those of <c>kernels/train_steps.c</c>.
/// </summary>
internal sealed class PersistentScratch<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Room on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="layout">Where a group keeps what.</param>
    /// <param name="shares">Who owns what.</param>
    /// <param name="batch">Rows of a batch.</param>
    /// <param name="units">Units of the split layer.</param>
    /// <param name="last">Outputs of the last layer of three; 0 of fewer.</param>
    /// <param name="hidden">Units of the layer split by columns that are made ahead; 0 where none are.</param>
    public PersistentScratch(
        IDevice device,
        KeptLayout layout,
        GroupShares shares,
        int batch,
        int units,
        int last,
        int hidden
    )
    {
        (Layout, Shares) = (layout, shares);
        // As in kernels/train_steps.c and persistent/tail.c; a whole quad takes five words.
        var (unitQuads, lastQuads) = ((units + 3) / 4, (last + 3) / 4);
        var tail = (unitQuads * (last + 1)) + lastQuads;
        Parts = new(device, (long)batch * shares.Columns * unitQuads * 4);
        var likenessQuads = hidden > 0 ? (batch + 7) / 8 * 2 : 0;
        Rows = new(
            device,
            (long)batch * (((last > 0 ? 2 : 1) * unitQuads) + lastQuads + (2 * likenessQuads)) * 4
        );
        Ahead =
        [
            .. Enumerable
                .Range(0, hidden > 0 ? 2 : 0)
                .Select(_ => new DeviceArray<T>(device, (long)batch * hidden)),
        ];
        Tail = new(device, 5L * tail);
        var bytes = (long)layout.Length * Marshal.SizeOf<T>();
        IsFar = bytes > device.Limits.NearBytes;
        NearBytes = IsFar ? 0 : (int)bytes;
        Far = IsFar ? new(device, (long)shares.All * layout.Length) : null;
    }

    /// <summary>Where a group keeps what.</summary>
    public KeptLayout Layout { get; }

    /// <summary>Who owns what.</summary>
    public GroupShares Shares { get; }

    /// <summary>What each group adds to z of the split layer, <c>[batch, groups, units]</c>, in quads.</summary>
    public DeviceArray<T> Parts { get; }

    /// <summary>
    /// Of each row its gradient in z of the split layer; of three layers its y, and its gradient in the last z; looking ahead its
    /// likeness to the next rows, in two copies.
    /// </summary>
    public DeviceArray<T> Rows { get; }

    /// <summary>The weights that all rows need, in whole quads.</summary>
    public DeviceArray<T> Tail { get; }

    /// <summary>z of the rows that come next, made ahead: what a launch leaves for the one that continues it, in turn. Empty where nothing is.</summary>
    public IReadOnlyList<DeviceArray<T>> Ahead { get; }

    /// <summary>What the groups keep where that does not fit near their threads.</summary>
    public DeviceArray<T>? Far { get; }

    /// <summary>Whether it does not fit.</summary>
    public bool IsFar { get; }

    /// <summary>What each group keeps near its threads.</summary>
    public int NearBytes { get; }

    public void Dispose()
    {
        Parts.Dispose();
        Rows.Dispose();
        Tail.Dispose();
        Far?.Dispose();
        foreach (var z in Ahead)
        {
            z.Dispose();
        }
    }
}
