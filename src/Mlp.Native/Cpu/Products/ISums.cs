using System.Numerics;

namespace Mlp.Native;

/// <summary>The sums of some rows by some sets of lanes, all 0 at first. A struct for each number of rows, so that each sum has a register.</summary>
internal unsafe interface ISums<TSelf, T, L>
    where TSelf : struct, ISums<TSelf, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>All 0.</summary>
    static abstract TSelf Zero();

    /// <summary>Adds the products of one k.</summary>
    /// <param name="a">The first factor of the first row.</param>
    /// <param name="rows">Where those of the other rows lie after it.</param>
    /// <param name="b">The second factors.</param>
    void Add(T* a, Rows8 rows, T* b);

    /// <summary>As <see cref="ISets{TSelf, T, L}.Finish"/>, for all rows.</summary>
    void Finish<TTail>(T* target, nint row, nint column, TTail tail)
        where TTail : struct, ITail<T, L>;
}
