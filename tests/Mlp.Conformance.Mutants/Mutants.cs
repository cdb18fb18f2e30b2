using Mlp.Conformance.Mutants.Families;

namespace Mlp.Conformance.Mutants;

/// <summary>All mutants.</summary>
internal static class Mutants
{
    /// <summary>Each of them, family by family.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. LossMutants.All,
        .. LossGradientMutants.All,
        .. WeightedLossMutants.All,
        .. RefusalMutants.All,
        .. ActivationMutants.All,
        .. DenseMutants.All,
        .. OneHotArgMaxMutants.All,
        .. OptimizerMutants.All,
        .. ScheduleMutants.All,
        .. MetricMutants.All,
        .. HistoryMutants.All,
        .. PredictMutants.All,
        .. ScalerMutants.All,
        .. SplitMutants.All,
        .. FitMutants.All,
        .. OnnxMutants.All,
    ];
}
