namespace Mlp;

/// <summary>What one value of a <see cref="Tensor"/> is. The names in files are the lower-case ones: <c>float32</c>.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary32, <see cref="float"/>.</summary>
    Float32,

    /// <summary>IEEE 754 binary64, <see cref="double"/>.</summary>
    Float64,

    /// <summary>64-bit integer, <see cref="long"/>.</summary>
    Int64,

    /// <summary>32-bit integer, <see cref="int"/>.</summary>
    Int32,

    /// <summary>8-bit integer without sign, <see cref="byte"/>.</summary>
    UInt8,
}
