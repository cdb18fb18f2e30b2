using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = tanh(x).</summary>
internal sealed class Tanh<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Two = T.CreateChecked(2);

    public T Value(T x) => Elementary.Tanh(x);

    /// <summary>dy/dx = 1 - y^2 = 4 s*(1 - s), s = sigmoid(2x), 1 - s = sigmoid(-2x): without the difference, which cancels for large |x|.</summary>
    public T Slope(T x) => Two * Two * Elementary.Sigmoid(Two * x) * Elementary.Sigmoid(-Two * x);
}
