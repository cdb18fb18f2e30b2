using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Adds the sums to those of the blocks of rows before, which lie so far from the target, and passes them on.</summary>
/// <param name="distance">Values from the target to there.</param>
/// <param name="tail">What becomes of all sums.</param>
internal readonly unsafe struct BlocksTail<T, L, TTail>(nint distance, TTail tail) : ITail<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TTail : struct, ITail<T, L>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Finish(L sum, T* target, nint column) =>
        tail.Finish(L.Load(target + distance) + sum, target, column);

    public void Stored(int row, int rows, nint column, int sets) { }
}
