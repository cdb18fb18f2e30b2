using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>y = scale * (x for x &gt; 0, else alpha*(e^x - 1)). Selu is this with its two constants.</summary>
internal sealed class Elu<T>(double alpha, double scale = 1) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T scale = T.CreateChecked(scale);
    private readonly T negative = T.CreateChecked(scale * alpha);

    public T Value(T x) => x > T.Zero ? scale * x : negative * Elementary.ExpM1(x);

    /// <summary>dy/dx = scale * (1 for x &gt; 0, else alpha*e^x).</summary>
    public T Slope(T x) => x > T.Zero ? scale : negative * Elementary.Exp(x);
}
