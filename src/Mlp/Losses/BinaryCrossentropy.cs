namespace Mlp.Losses;

/// <summary>
/// l = mean over outputs of -(t log(c) + (1-t) log(1-c)), c = clip(p, 1e-7, 1 - 1e-7), t = y*(1-s) + s/2; from logits
/// mean of max(x,0) - x*t + log1p(exp(-|x|)), unclipped. Labels and predictions <c>[n, outputs]</c>, or labels <c>[n]</c>
/// against <c>[n, 1]</c>. Source: keras.losses.BinaryCrossentropy.
/// </summary>
/// <param name="FromLogits">Predictions are logits, not probabilities.</param>
/// <param name="LabelSmoothing">s, 0 to 1.</param>
/// <param name="Reduction">How per-sample losses become one value.</param>
public sealed record BinaryCrossentropy(
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
    public override string Name => "binary_crossentropy";
}
