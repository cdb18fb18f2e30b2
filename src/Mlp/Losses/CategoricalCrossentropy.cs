namespace Mlp.Losses;

/// <summary>
/// l = -sum_j t_j log(c_j), c = clip(p / sum(p), 1e-7, 1 - 1e-7), t = y*(1-s) + s/classes; from logits
/// l = sum_j t_j (logsumexp(x) - x_j), unclipped. Labels and predictions <c>[n, classes]</c>; labels need not sum to 1.
/// Source: keras.losses.CategoricalCrossentropy.
/// </summary>
/// <param name="FromLogits">Predictions are logits, not probabilities.</param>
/// <param name="LabelSmoothing">s, 0 to 1.</param>
/// <param name="Reduction">How per-sample losses become one value.</param>
public sealed record CategoricalCrossentropy(
    bool FromLogits = false,
    double LabelSmoothing = 0,
    Reduction Reduction = Reduction.SumOverBatchSize
) : Loss(Reduction)
{
    /// <summary>s, 0 to 1.</summary>
    public double LabelSmoothing
    {
        get;
        init => field = CheckSmoothing(value);
    } = CheckSmoothing(LabelSmoothing);

    /// <inheritdoc/>
    public override string Name => "categorical_crossentropy";
}
