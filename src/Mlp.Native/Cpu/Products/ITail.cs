using System.Numerics;

namespace Mlp.Native;

/// <summary>What becomes of the sums of a product.</summary>
internal unsafe interface ITail<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>What is stored at <paramref name="target"/>, in that column, for a sum.</summary>
    L Finish(L sum, T* target, nint column);

    /// <summary>Called when a block of the result is stored.</summary>
    /// <param name="row">Its first row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="sets">Its sets of lanes.</param>
    void Stored(int row, int rows, nint column, int sets);
}
