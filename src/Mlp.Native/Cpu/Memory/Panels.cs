using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// A padded matrix in memory, by sets of lanes: cut into panels of columns that lie one after another, each row by row. So a
/// worker's columns are memory of its own, and what reads down a panel reads straight ahead. One panel as wide as the
/// matrix is the usual order of rows.
/// </summary>
internal readonly unsafe struct Panels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sets of lanes in a row of a panel of weights; the last panel has what is left.</summary>
    public const int Width = 3;

    private readonly T* first;
    private readonly int rows;
    private readonly bool cut;

    private Panels(T* first, int rows, int sets, bool cut)
    {
        this.first = first;
        this.rows = rows;
        this.cut = cut;
        Sets = sets;
    }

    /// <summary>Sets of lanes in a row of the matrix.</summary>
    public int Sets { get; }

    /// <summary>A matrix in panels.</summary>
    public static Panels<T> Cut(T* first, int rows, int sets) => new(first, rows, sets, true);

    /// <summary>A matrix row by row, without gaps.</summary>
    public static Panels<T> Whole(T* first, int rows, int sets) => new(first, rows, sets, false);

    /// <summary>The set after the last one of the panel that holds <paramref name="set"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int End(int set) => cut ? Math.Min(Sets, set - (set % Width) + Width) : Sets;

    /// <summary>Values from one row to the next in the panel that holds <paramref name="set"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Stride(int set) =>
        (nint)Lane<T>.Count * (cut ? Math.Min(Width, Sets - set + (set % Width)) : Sets);

    /// <summary>The values at a row and a set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int row, int set)
    {
        var inPanel = cut ? set % Width : set;
        var before = (nint)(set - inPanel) * rows;
        return first + (Lane<T>.Count * (before + inPanel)) + (row * Stride(set));
    }
}
