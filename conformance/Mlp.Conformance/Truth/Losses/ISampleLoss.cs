namespace Mlp.Conformance.Truth;

/// <summary>What one sample costs. Targets are its labels: <c>[outputs]</c>, or for sparse losses the class, <c>[1]</c>.</summary>
internal interface ISampleLoss<T>
{
    /// <summary>l(targets, predictions).</summary>
    T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions);

    /// <summary>dl/dpredictions, <c>[outputs]</c>.</summary>
    T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions);
}
