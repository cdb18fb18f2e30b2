using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>sum(w*v) / sum(w) of what was added so far; 0 while sum(w) is 0.</summary>
internal sealed class RunningMean<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Sum<T> total;
    private Sum<T> weight;

    public T Value => T.IsZero(weight.Value) ? T.Zero : total.Value / weight.Value;

    public void Add(T value, T weightOfValue)
    {
        total.AddProduct(weightOfValue, value);
        weight.Add(weightOfValue);
    }
}
