using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Keeps the sums as they are: a gradient that is wanted for itself.</summary>
internal readonly unsafe struct KeepTail<T, L> : ITail<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Finish(L sum, T* target, nint column) => sum;

    public void Stored(int row, int rows, nint column, int sets) { }
}
