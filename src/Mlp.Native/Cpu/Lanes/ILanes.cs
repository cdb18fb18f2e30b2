using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// 64 bytes of values treated as one: 16 floats or 8 doubles, in one register of 512 bits, two of 256 or four of 128. Loops
/// and formulas are written over it once. Every implementation rounds every operation alike and reduces over the same
/// lanes by the same tree, so all of them give the same bits.
/// </summary>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there are registers enough for 16 sums at a time.</summary>
    static abstract bool ManyRegisters { get; }

    /// <summary>The values at <paramref name="source"/>.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Bytes, one a lane, as integers as wide as the type: in the bits, not in the values.</summary>
    static abstract TSelf FromBytes(byte* source);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Of(T value);

    /// <summary>The value at <paramref name="source"/> in every lane: loads do this by themselves, where a value in a register is spread by what also adds.</summary>
    static abstract TSelf OfAt(T* source);

    /// <summary>The same constant in every lane, rounded to the type.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>Writes the values to <paramref name="target"/>.</summary>
    void Store(T* target);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Bitwise and.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>Bitwise or.</summary>
    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>The bits of b taken from those of a, as integers.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>The bits moved up.</summary>
    static abstract TSelf ShiftLeft(TSelf a, int bits);

    /// <summary>The bits moved down, zeros coming in.</summary>
    static abstract TSelf ShiftRight(TSelf a, int bits);

    /// <summary>a*b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// Adds a*b, rounded once: <see cref="MultiplyAdd"/> in place, which compilers keep in one register without copies.
    /// </summary>
    void Accumulate(TSelf a, TSelf b);

    /// <summary>The same with the values at <paramref name="b"/>, which the multiply-add itself loads.</summary>
    void Accumulate(TSelf a, T* b);

    /// <summary>The square root, rounded once.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>a without its sign.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>All bits set where a &lt; b; none where not, or where either is NaN.</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>All bits set where a &lt;= b; none where not, or where either is NaN.</summary>
    static abstract TSelf LessOrEqual(TSelf a, TSelf b);

    /// <summary>One bit a lane of a mask, the first lane lowest.</summary>
    static abstract uint Bits(TSelf mask);

    /// <summary>yes where the mask's bits are set, no elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf yes, TSelf no);

    /// <summary>The sum of all lanes: i with i + half, halving until one is left.</summary>
    static abstract T Sum(TSelf a);

    /// <summary>The largest lane, by the same tree; of no use when one is NaN.</summary>
    static abstract T Max(TSelf a);
}
