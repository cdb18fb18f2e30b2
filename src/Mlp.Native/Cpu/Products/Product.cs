using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// C[i, j] from sum_k A[i, k] B[k, j]. The values of A lie one after another along k or along i, so that a transposed A needs no copy; B and C are
/// padded to whole sets of lanes. k runs upwards for every element, whatever the tile, the path or the worker.
/// </summary>
internal readonly unsafe struct Product<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first factor.</summary>
    public required T* A { get; init; }

    /// <summary>Values from one row of A to the next; 1 where those from one k to the next are not.</summary>
    public required nint ARow { get; init; }

    /// <summary>Values from one k of A to the next.</summary>
    public required nint ADepth { get; init; }

    /// <summary>The second factor <c>[depth, sets]</c>.</summary>
    public required Panels<T> B { get; init; }

    /// <summary>The result <c>[rows, sets]</c>.</summary>
    public required Panels<T> C { get; init; }

    /// <summary>Rows of A and C.</summary>
    public required int Rows { get; init; }

    /// <summary>Values summed.</summary>
    public required int Depth { get; init; }

    /// <summary>Sets of lanes in a row of B and C.</summary>
    public int Sets => C.Sets;

    /// <summary>The set after the last one that may share a tile with <paramref name="set"/>.</summary>
    public int PanelEnd(int set) => Math.Min(B.End(set), C.End(set));

    /// <summary>The tile that begins at that row and set.</summary>
    public Tile<T> At(int row, int set) =>
        new()
        {
            A = A + (row * ARow),
            ARow = ARow,
            ADepth = ADepth,
            B = B.At(0, set),
            BRow = B.Stride(set),
            C = C.At(row, set),
            CRow = C.Stride(set),
            Column = (nint)set * Lane<T>.Count,
            Depth = Depth,
        };
}
