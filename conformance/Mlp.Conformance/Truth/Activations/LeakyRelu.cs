using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = x for x &gt; 0, else slope*x.</summary>
internal sealed class LeakyRelu<T>(double slope) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T slope = T.CreateChecked(slope);

    public T Value(T x) => x > T.Zero ? x : slope * x;

    /// <summary>dy/dx = 1 for x &gt; 0, else slope.</summary>
    public T Slope(T x) => x > T.Zero ? T.One : slope;
}
