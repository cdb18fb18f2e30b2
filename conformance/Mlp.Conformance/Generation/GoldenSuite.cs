namespace Mlp.Conformance.Generation;

/// <summary>The golden cases of this project, still without expectations: calls, inputs and the names of what is wanted.</summary>
public static class GoldenSuite
{
    /// <summary>All cases, family by family in the order of <see cref="Families.All"/>. The same ones at every call, on every machine.</summary>
    public static IEnumerable<Case> Cases() =>
        [
            .. Losses.Cases(),
            .. LossGradients.Cases(),
            .. WeightedLosses.Cases(),
            .. Refusals.Cases(),
            .. Activations.Cases(),
            .. DenseLayers.Cases(),
            .. OneHotArgMax.Cases(),
            .. Optimizers.Cases(),
            .. Schedules.Cases(),
            .. Metrics.Cases(),
            .. Histories.Cases(),
            .. Predictions.Cases(),
            .. Scalers.Cases(),
            .. Splits.Cases(),
            .. Fits.Cases(),
            .. RealFits.Cases(),
        ];
}
