namespace Mlp.Losses;

/// <summary>l = mean over outputs of (p - y)^2. Labels as predictions, or <c>[n]</c> against <c>[n, 1]</c>. Source: keras.losses.MeanSquaredError.</summary>
/// <param name="Reduction">How per-sample losses become one value.</param>
public sealed record MeanSquaredError(Reduction Reduction = Reduction.SumOverBatchSize)
    : Loss(Reduction)
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";
}
