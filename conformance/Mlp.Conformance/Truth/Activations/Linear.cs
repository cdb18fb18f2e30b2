using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = x.</summary>
internal sealed class Linear<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(T x) => x;

    /// <summary>dy/dx = 1.</summary>
    public T Slope(T x) => T.One;
}
