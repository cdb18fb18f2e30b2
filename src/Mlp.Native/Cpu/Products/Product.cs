using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// C[i, j] from sum_k A[i, k] B[k, j]. The values of A lie at any strides, so that a transposed A needs no copy; rows of B and C
/// are padded to whole sets of lanes. k runs upwards for every element, whatever the tile, the path or the worker.
/// </summary>
internal readonly unsafe struct Product<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first factor.</summary>
    public required T* A { get; init; }

    /// <summary>Values from one row of A to the next.</summary>
    public required nint ARow { get; init; }

    /// <summary>Values from one k of A to the next.</summary>
    public required nint ADepth { get; init; }

    /// <summary>The second factor <c>[depth, sets]</c>.</summary>
    public required T* B { get; init; }

    /// <summary>Values from one row of B to the next.</summary>
    public required nint BRow { get; init; }

    /// <summary>The result <c>[rows, sets]</c>.</summary>
    public required T* C { get; init; }

    /// <summary>Values from one row of C to the next.</summary>
    public required nint CRow { get; init; }

    /// <summary>Rows of A and C.</summary>
    public required int Rows { get; init; }

    /// <summary>Sets of lanes in a row of B and C.</summary>
    public required int Sets { get; init; }

    /// <summary>Values summed.</summary>
    public required int Depth { get; init; }
}
