using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = log(1 + e^x) = max(x, 0) + log1p(e^-|x|), which neither overflows nor cancels.</summary>
internal sealed class Softplus<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(T x) => Of(x);

    /// <summary>dy/dx = sigmoid(x).</summary>
    public T Slope(T x) => Elementary.Sigmoid(x);

    /// <summary>log(1 + e^x).</summary>
    public static T Of(T x) => T.Max(x, T.Zero) + Elementary.Log1P(Elementary.Exp(-T.Abs(x)));
}
