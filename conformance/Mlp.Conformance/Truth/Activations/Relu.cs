using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = max(x, 0).</summary>
internal sealed class Relu<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(T x) => T.Max(x, T.Zero);

    /// <summary>dy/dx = 1 for x &gt; 0, else 0, at 0 too.</summary>
    public T Slope(T x) => x > T.Zero ? T.One : T.Zero;
}
