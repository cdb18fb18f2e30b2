namespace Mlp.Conformance.Truth;

/// <summary>An activation of single values.</summary>
internal interface IElementwise<T>
{
    /// <summary>y(x).</summary>
    T Value(T x);

    /// <summary>dy/dx.</summary>
    T Slope(T x);
}
