using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>l = -log(clip(p_y / sum(p))), y the class: categorical crossentropy with the one-hot row of y.</summary>
internal sealed class SparseCategoricalCrossentropy<T> : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CategoricalCrossentropy<T> categorical = new(smoothing: 0);

    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions) =>
        categorical.Value(OneHot(targets[0], predictions.Length), predictions);

    /// <summary>As categorical crossentropy.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions) =>
        categorical.Slope(OneHot(targets[0], predictions.Length), predictions);

    /// <summary>1 at the class, 0 elsewhere, <c>[classes]</c>.</summary>
    public static T[] OneHot(T label, int classes)
    {
        var row = new T[classes];
        row[int.CreateChecked(label)] = T.One;
        return row;
    }
}

/// <summary>From logits x, unclipped: l = -log softmax(x)_y.</summary>
internal sealed class SparseCategoricalCrossentropyOfLogits<T> : ISampleLoss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly CategoricalCrossentropyOfLogits<T> categorical = new(smoothing: 0);

    // Not through the one-hot row: a logit of -infinity at another class costs nothing, while 0 * infinity is NaN.
    public T Value(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions) =>
        -LogSoftmax<T>.Value(predictions)[int.CreateChecked(targets[0])];

    /// <summary>As categorical crossentropy from logits.</summary>
    public T[] Slope(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions) =>
        categorical.Slope(
            SparseCategoricalCrossentropy<T>.OneHot(targets[0], predictions.Length),
            predictions
        );
}
