using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>
/// A sum of values and products, in the order they come. In float64, the truth, every rounding error is kept beside the
/// sum, which comes out as if computed in 106 bits and rounded once (Ogita, Rump, Oishi 2005, Sum2 and Dot2). In float32 it
/// is the plain loop: a product is rounded, then added and rounded again, without fused multiply-add, because that is what
/// the loop a reader would write does, and the least accurate of all fair ways.
/// </summary>
internal struct Sum<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly bool Compensated = typeof(T) == typeof(double);

    private T high;
    private T low;

    /// <summary>The sum so far, rounded.</summary>
    // What was lost means nothing beside an infinity or NaN.
    public readonly T Value => T.IsFinite(high) ? high + low : high;

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        var sum = high + value;
        if (Compensated)
        {
            var fromValue = sum - high;
            low += (high - (sum - fromValue)) + (value - fromValue);
        }

        high = sum;
    }

    /// <summary>Adds a * b.</summary>
    public void AddProduct(T a, T b)
    {
        var product = a * b;
        Add(product);
        if (Compensated)
        {
            low += T.FusedMultiplyAdd(a, b, -product);
        }
    }
}
