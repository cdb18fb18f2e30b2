using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = x * Phi(x), Phi the standard normal distribution: x * (1 + erf(x / sqrt 2)) / 2.</summary>
internal sealed class Gelu<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value(T x) => x * Elementary.NormalCdf(x);

    /// <summary>dy/dx = Phi(x) + x*phi(x), phi the normal density.</summary>
    public T Slope(T x)
    {
        var density = Elementary.NormalDensity(x);

        // Infinity times 0 is NaN; the limit is 0.
        return Elementary.NormalCdf(x) + (T.IsZero(density) ? T.Zero : x * density);
    }
}

/// <summary>
/// y = x/2 * (1 + tanh u), u = sqrt(2/pi) * (x + 0.044715 x^3), as y = x * sigmoid(2u): the same by
/// (1 + tanh u)/2 = sigmoid(2u), and nothing cancels for negative x.
/// </summary>
internal sealed class ApproximateGelu<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Two = T.CreateChecked(2);
    private static readonly T Three = T.CreateChecked(3);
    private static readonly T Factor = T.CreateChecked(0.7978845608028654); // sqrt(2/pi)
    private static readonly T Cubic = T.CreateChecked(0.044715);

    public T Value(T x) => x * Elementary.Sigmoid(Two * U(x));

    /// <summary>dy/dx = s + x * s*(1 - s) * 2u', s = sigmoid(2u), 1 - s = sigmoid(-2u), u' = sqrt(2/pi) * (1 + 3*0.044715 x^2).</summary>
    public T Slope(T x)
    {
        var s = Elementary.Sigmoid(Two * U(x));
        var rest = Elementary.Sigmoid(-Two * U(x));
        var slope = Factor * (T.One + Three * Cubic * x * x);

        // Far out x^2 overflows, and infinity times 0 is NaN; the limit is 0.
        return s + (T.IsZero(s * rest) ? T.Zero : x * s * rest * Two * slope);
    }

    private static T U(T x) => Factor * (x + Cubic * x * x * x);
}
