using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = 1 / (1 + e^-x).</summary>
internal sealed class Sigmoid<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(T x) => Elementary.Sigmoid(x);

    /// <summary>dy/dx = y*(1 - y), 1 - y = sigmoid(-x).</summary>
    public T Slope(T x) => Elementary.Sigmoid(x) * Elementary.Sigmoid(-x);
}
