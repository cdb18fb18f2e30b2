using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Takes the sums as gradients of the weights that lie at the target, and moves these by plain SGD: no gradient is stored.</summary>
internal readonly unsafe struct SgdTail<T, L>(SgdRule<T, L> rule) : ITail<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Finish(L sum, T* target, nint column)
    {
        // Plain SGD has no state.
        var none = sum;
        return rule.Apply(L.Load(target), sum, ref none, ref none, ref none);
    }

    public void Stored(int row, int rows, nint column, int sets) { }
}
