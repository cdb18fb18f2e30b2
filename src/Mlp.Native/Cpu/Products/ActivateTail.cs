using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// Adds the bias, and activates each block while it is near; an activation of whole rows is left to the caller.
/// </summary>
/// <param name="bias">One value a column.</param>
/// <param name="activation">The activation.</param>
/// <param name="z">Where the product is stored.</param>
/// <param name="y">Where its activation goes.</param>
/// <param name="stride">Values from one row of both to the next.</param>
internal readonly unsafe struct ActivateTail<T, L>(
    T* bias,
    ActivationRows<T> activation,
    T* z,
    T* y,
    nint stride
) : ITail<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Finish(L sum, T* target, nint column) => sum + L.Load(bias + column);

    public void Stored(int row, int rows, nint column, int sets)
    {
        if (!activation.NeedsWholeRows)
        {
            var at = (row * stride) + column;
            activation.Forward(z + at, y + at, stride, rows, sets);
        }
    }
}
