using Mlp.Losses;

namespace Mlp.Conformance;

/// <summary>How far reduced losses and their gradients may be off: the bound of each sample, carried through weights and the reduction.</summary>
internal static class LossBounds
{
    /// <summary>Bounds of w*l for each sample.</summary>
    public static double[] None(
        Sample?[] samples,
        double[]? weights,
        double weightRoundings,
        Rounding r
    )
    {
        var (losses, bounds) = Spread(samples, weights);
        return
        [
            .. losses.Select(
                (loss, i) =>
                    weights is null
                        ? bounds[i] + r.Eta
                        : Math.Abs(weights[i]) * bounds[i]
                            + r.Half((1 + weightRoundings) * r.U * Math.Abs(weights[i] * loss))
                            + r.Eta
            ),
        ];
    }

    /// <summary>The bound of a reduction.</summary>
    public static double Reduced(
        Reduction reduction,
        Sample?[] samples,
        double[]? weights,
        double weightRoundings,
        Rounding r
    )
    {
        var (losses, bounds) = Spread(samples, weights);
        // A row that is ignored counts nowhere.
        bool[] kept =
        [
            .. losses.Select((_, i) => samples[samples.Length == 1 ? 0 : i] is not null),
        ];
        double[] w = [.. kept.Select((keep, i) => keep ? weights?[i] ?? 1 : 0)];
        return reduction switch
        {
            Reduction.Sum => Mean(losses, bounds, w, 1, false, weightRoundings, r),
            Reduction.MeanWithSampleWeight => Mean(
                losses,
                bounds,
                w,
                w.Sum(),
                true,
                weightRoundings,
                r
            ),
            _ => Mean(losses, bounds, w, kept.Count(keep => keep), false, weightRoundings, r),
        };
    }

    /// <summary>
    /// The bound of sum(w*v) / D: (N + 4) u sum|w*v| / |D| for the products, the sum in any order, the division and a running
    /// total; each value's own bound; and where D is a sum of weights, its error too.
    /// </summary>
    public static double Mean(
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> bounds,
        ReadOnlySpan<double> weights,
        double divisor,
        bool divisorIsSum,
        double weightRoundings,
        Rounding r
    )
    {
        // Without weight there is nothing to be wrong about: the mean is 0 by definition.
        if (divisor == 0)
        {
            return r.Eta;
        }

        double sum = 0,
            magnitude = 0,
            carried = 0,
            weight = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
            magnitude += Math.Abs(weights[i] * values[i]);
            carried += Math.Abs(weights[i]) * bounds[i];
            weight += Math.Abs(weights[i]);
        }

        var n = values.Length;
        var d = Math.Abs(divisor);
        var roundings = r.Or(
            n + 4 + weightRoundings,
            Math.Min((n + 4) / 2.0, 4 * (Math.Log2(n) + 1)) + weightRoundings
        );
        var ofDivisor = divisorIsSum ? roundings * r.U * (weight / d) * Math.Abs(sum / d) : 0;
        return (carried + roundings * r.U * magnitude) / d + ofDivisor + r.Eta;
    }

    /// <summary>Bounds of the gradient of a reduction, in the order of the predictions.</summary>
    public static double[] Gradient(
        Reduction reduction,
        Sample?[] samples,
        double[]? weights,
        double weightRoundings,
        int length,
        Rounding r
    )
    {
        var width = length / Math.Max(samples.Length, 1);
        // One sample under many weights: its derivative is multiplied by their sum.
        double[] w =
        [
            .. samples.Select(
                (sample, i) =>
                    sample is null ? 0
                    : weights is null ? 1
                    : weights.Length == samples.Length ? weights[i]
                    : weights.Sum()
            ),
        ];
        var count =
            weights is not null && weights.Length != samples.Length
                ? weights.Length
                : samples.Count(sample => sample is not null);
        var (divisor, roundings) = reduction switch
        {
            Reduction.SumOverBatchSize => (count, 3.0),
            Reduction.MeanWithSampleWeight => (
                w.Sum(),
                3 + (samples.Length + 2) * w.Sum(Math.Abs) / Math.Abs(w.Sum())
            ),
            _ => (1.0, 2.0),
        };
        var result = new double[length];
        for (var i = 0; i < samples.Length; i++)
        {
            for (var j = 0; j < width; j++)
            {
                result[i * width + j] =
                    samples[i] is not { } sample || divisor == 0
                        ? 0
                        : Math.Abs(w[i] / divisor)
                            * (
                                sample.SlopeBound[j]
                                + r.Half((roundings + weightRoundings) * r.U)
                                    * Math.Abs(sample.Slope[j])
                            )
                            + r.Eta;
            }
        }

        return result;
    }

    // One sample under many weights becomes many.
    private static (double[] Losses, double[] Bounds) Spread(Sample?[] samples, double[]? weights)
    {
        var count = Math.Max(samples.Length, samples.Length == 1 ? weights?.Length ?? 1 : 0);
        Sample?[] spread =
        [
            .. Enumerable.Range(0, count).Select(i => samples[samples.Length == 1 ? 0 : i]),
        ];
        return (
            [.. spread.Select(sample => sample?.Loss ?? 0)],
            [.. spread.Select(sample => sample?.Bound ?? 0)]
        );
    }
}
