namespace Mlp.Losses;

/// <summary>
/// l = -log(c_y), c = clip(p / sum(p), 1e-7, 1 - 1e-7), y the integer label; from logits l = logsumexp(x) - x_y, unclipped.
/// Labels <c>[n]</c> or <c>[n, 1]</c>, predictions <c>[n, classes]</c>.
/// Source: keras.losses.SparseCategoricalCrossentropy.
/// </summary>
/// <param name="FromLogits">Predictions are logits, not probabilities.</param>
/// <param name="IgnoreClass">Rows with this label cost 0 and count neither in the sum nor in the divisor; it may lie outside the classes.</param>
/// <param name="Reduction">How per-sample losses become one value.</param>
public sealed record SparseCategoricalCrossentropy(
    bool FromLogits = false,
    int? IgnoreClass = null,
    Reduction Reduction = Reduction.SumOverBatchSize
) : Loss(Reduction)
{
    /// <inheritdoc/>
    public override string Name => "sparse_categorical_crossentropy";
}
