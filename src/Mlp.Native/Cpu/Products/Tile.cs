using System.Numerics;

namespace Mlp.Native;

/// <summary>A part of a <see cref="Product{T}"/> whose sums fit the registers: where its first values lie.</summary>
internal readonly unsafe struct Tile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The first row of A.</summary>
    public required T* A { get; init; }

    /// <summary>Values from one row of A to the next.</summary>
    public required nint ARow { get; init; }

    /// <summary>Values from one k of A to the next.</summary>
    public required nint ADepth { get; init; }

    /// <summary>The first columns of B.</summary>
    public required T* B { get; init; }

    /// <summary>Values from one row of B to the next.</summary>
    public required nint BRow { get; init; }

    /// <summary>Where the sums go.</summary>
    public required T* C { get; init; }

    /// <summary>Values from one row of C to the next.</summary>
    public required nint CRow { get; init; }

    /// <summary>The first column, in values.</summary>
    public required nint Column { get; init; }

    /// <summary>Values summed.</summary>
    public required int Depth { get; init; }
}
