using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// Some sets of lanes in a row: of B, or of the sums that products with it are added to. A struct for each number, so that the compiler
/// keeps each set in a register.
/// </summary>
internal unsafe interface ISets<TSelf, T, L>
    where TSelf : unmanaged, ISets<TSelf, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>How many.</summary>
    static abstract int Count { get; }

    /// <summary>The sets that lie at <paramref name="source"/>.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Adds x * b, each rounded once.</summary>
    void Accumulate(L x, TSelf b);

    /// <summary>Hands the sums to the tail, and stores what it makes of them.</summary>
    /// <param name="target">Where the first set goes.</param>
    /// <param name="column">Its column, in values.</param>
    /// <param name="tail">What becomes of the sums.</param>
    void Finish<TTail>(T* target, nint column, TTail tail)
        where TTail : struct, ITail<T, L>;
}
