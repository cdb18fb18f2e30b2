using Mlp.Losses;

namespace Mlp.Native;

/// <summary>How per-sample losses l with weights w become one value: sum(w*l) / divisor.</summary>
internal static class LossReduction
{
    /// <summary>n, sum(w), or 1: what the reduction divides by.</summary>
    /// <param name="reduction">Which reduction.</param>
    /// <param name="count">Samples that count.</param>
    /// <param name="weight">Their total weight.</param>
    public static double Divisor(Reduction reduction, int count, double weight) =>
        reduction switch
        {
            Reduction.SumOverBatchSize => count,
            Reduction.MeanWithSampleWeight => weight,
            _ => 1,
        };

    /// <summary>sum / divisor; 0 where the divisor is 0.</summary>
    public static double Value(double sum, double divisor) => divisor == 0 ? 0 : sum / divisor;
}
