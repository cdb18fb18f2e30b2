using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// Takes the sums as the gradient in the outputs of the layer before, and multiplies each block by the slope of its
/// activation while it is near; an activation of whole rows is left to the caller.
/// </summary>
/// <param name="before">The layer before.</param>
/// <param name="first">Its row that the first row of the product is.</param>
internal readonly unsafe struct SlopeTail<T, L>(Layer<T> before, int first) : ITail<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Finish(L sum, T* target, nint column) => sum;

    public void Stored(int row, int rows, nint column, int sets)
    {
        if (!before.Activation.NeedsWholeRows)
        {
            var at = ((nint)(first + row) * before.Stride) + column;
            before.Activation.Backward(
                before.Z + at,
                before.Y + at,
                before.Delta + at,
                before.Stride,
                rows,
                sets
            );
        }
    }
}
