namespace Mlp.Losses;

/// <summary>l = mean over outputs of |p - y|, with slope 0 at 0. Labels as predictions, or <c>[n]</c> against <c>[n, 1]</c>. Source: keras.losses.MeanAbsoluteError.</summary>
/// <param name="Reduction">How per-sample losses become one value.</param>
public sealed record MeanAbsoluteError(Reduction Reduction = Reduction.SumOverBatchSize)
    : Loss(Reduction)
{
    /// <inheritdoc/>
    public override string Name => "mean_absolute_error";
}
