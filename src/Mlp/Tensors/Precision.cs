namespace Mlp;

/// <summary>The floating-point type in which a model computes and keeps its weights.</summary>
public enum Precision
{
    /// <summary>IEEE 754 binary32, unit roundoff 2^-24.</summary>
    Float32,

    /// <summary>IEEE 754 binary64, unit roundoff 2^-53.</summary>
    Float64,
}
