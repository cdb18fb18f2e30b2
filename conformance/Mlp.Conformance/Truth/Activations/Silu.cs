using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = x * sigmoid(x).</summary>
internal sealed class Silu<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(T x) => x * Elementary.Sigmoid(x);

    /// <summary>dy/dx = s + x*s*(1 - s), s = sigmoid(x), 1 - s = sigmoid(-x).</summary>
    public T Slope(T x)
    {
        var s = Elementary.Sigmoid(x);
        var rest = Elementary.Sigmoid(-x);

        // Infinity times 0 is NaN; the limit is 0.
        return s + (T.IsZero(s * rest) ? T.Zero : x * s * rest);
    }
}
