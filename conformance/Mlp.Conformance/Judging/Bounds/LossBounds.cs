using Mlp.Losses;

namespace Mlp.Conformance;

/// <summary>How far losses and their gradients may be off: each sample's error by the conditions of its formula, then the reduction's.</summary>
internal static class LossBounds
{
    private const double Epsilon = 1e-7;

    /// <summary>One sample: its loss, how far that may be off, and for each of its outputs the derivative and how far that may be off.</summary>
    internal readonly record struct Sample(
        double Loss,
        double Bound,
        double[] Slope,
        double[] SlopeBound
    );

    /// <summary>The policy entry of the loss of one sample.</summary>
    public static string Policy(Loss loss) =>
        loss switch
        {
            SparseCategoricalCrossentropy { FromLogits: true }
            or CategoricalCrossentropy { FromLogits: true }
            or BinaryCrossentropy { FromLogits: true } => "cross_entropy_logits",
            MeanSquaredError => "squared_error",
            MeanAbsoluteError => "absolute_error",
            _ => "cross_entropy_probabilities",
        };

    /// <summary>Every sample of labels paired with predictions as Keras pairs them; null for a row that is ignored.</summary>
    public static Sample?[] Samples(Loss loss, Tensor labels, Tensor predictions, Rounding r)
    {
        // Rank 1 against rank 1 is one sample; any other vector is a column.
        var rows =
            predictions.Rank == 1 && labels.Rank == 1 && loss is not SparseCategoricalCrossentropy
                ? 1
                : predictions.Rows;
        var width = predictions.Length / Math.Max(rows, 1);
        var x = predictions.ToFloat64().Values;
        var y = labels.ToFloat64().Values;
        var samples = new Sample?[rows];
        for (var row = 0; row < rows; row++)
        {
            var p = x.Slice(row * width, width);
            samples[row] = loss switch
            {
                SparseCategoricalCrossentropy sparse when y[row] == sparse.IgnoreClass => null,
                SparseCategoricalCrossentropy sparse => Categorical(
                    OneHot((int)y[row], width),
                    p,
                    sparse.FromLogits,
                    0,
                    r
                ),
                CategoricalCrossentropy dense => Categorical(
                    Smooth(y.Slice(row * width, width), dense.LabelSmoothing, width),
                    p,
                    dense.FromLogits,
                    dense.LabelSmoothing,
                    r
                ),
                BinaryCrossentropy binary => Binary(y.Slice(row * width, width), p, binary, r),
                MeanSquaredError => Squared(y.Slice(row * width, width), p, r),
                _ => Absolute(y.Slice(row * width, width), p, r),
            };
        }

        return samples;
    }

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
        double[] b = bounds;
        return reduction switch
        {
            Reduction.Sum => Mean(losses, b, w, 1, false, weightRoundings, r),
            Reduction.MeanWithSampleWeight => Mean(losses, b, w, w.Sum(), true, weightRoundings, r),
            _ => Mean(losses, b, w, kept.Count(keep => keep), false, weightRoundings, r),
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

    private static double[] OneHot(int label, int classes)
    {
        var row = new double[classes];
        row[label] = 1;
        return row;
    }

    private static double[] Smooth(ReadOnlySpan<double> labels, double smoothing, int classes)
    {
        var row = labels.ToArray();
        return smoothing == 0
            ? row
            : Array.ConvertAll(row, y => y * (1 - smoothing) + smoothing / classes);
    }

    private static Sample Categorical(
        double[] targets,
        ReadOnlySpan<double> predictions,
        bool fromLogits,
        double smoothing,
        Rounding r
    ) =>
        fromLogits
            ? CategoricalLogits(targets, predictions, smoothing, r)
            : CategoricalProbabilities(targets, predictions, smoothing, r);

    // l = sum_j t_j (logsumexp(x) - x_j); dl/dx_k = p_k sum t - t_k.
    private static Sample CategoricalLogits(
        double[] t,
        ReadOnlySpan<double> x,
        double smoothing,
        Rounding r
    )
    {
        var c = x.Length;
        var (p, logSum) = ActivationBounds.Probabilities(x);
        var (max, min) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (var value in x)
        {
            (max, min) = (Math.Max(max, value), Math.Min(min, value));
        }

        double loss = 0,
            bound = 0,
            sum = 0,
            magnitude = 0;
        for (var j = 0; j < c; j++)
        {
            sum += t[j];
            magnitude += Math.Abs(t[j]);
            if (t[j] != 0)
            {
                loss += t[j] * (max - x[j] + logSum);
                // max_k |x_k - x_j|
                var range = Math.Max(max - x[j], x[j] - min);
                bound += Math.Abs(t[j]) * 4 * r.U * (range + Math.Log(c) + 1);
            }
        }

        var (slope, slopeBound) = (new double[c], new double[c]);
        for (var k = 0; k < c; k++)
        {
            slope[k] = p[k] * sum - t[k];
            var ofSoftmax = p[k] == 0 ? 0 : p[k] * r.U * (max - x[k] + c + 8) * Math.Abs(sum);
            slopeBound[k] = r.Half(
                ofSoftmax
                    + c * r.U * p[k] * (magnitude - Math.Abs(sum) + (smoothing > 0 ? magnitude : 0))
                    + 2 * r.U * (p[k] * Math.Abs(sum) + Math.Abs(t[k]))
                    + (smoothing > 0 ? 3 * r.U * Math.Abs(t[k]) : 0)
            );
        }

        return new(loss, r.Half(bound), slope, slopeBound);
    }

    // l = -sum_j t_j log(clip(p_j / s)); dl/dp_k = -t_k m_k / p_k + sum_j t_j m_j / s, m_j = 1 where nothing was clipped.
    private static Sample CategoricalProbabilities(
        double[] t,
        ReadOnlySpan<double> p,
        double smoothing,
        Rounding r
    )
    {
        var c = p.Length;
        double sum = 0,
            magnitude = 0;
        foreach (var value in p)
        {
            sum += value;
            magnitude += Math.Abs(value);
        }

        // How much the sum of the row loses to cancellation; 1 for probabilities.
        var condition = magnitude / Math.Abs(sum);
        double loss = 0,
            bound = 0,
            through = 0;
        var inside = new bool[c];
        for (var j = 0; j < c; j++)
        {
            var q = p[j] / sum;
            inside[j] = q is >= Epsilon and <= 1 - Epsilon;
            var log = Math.Log(Math.Clamp(q, Epsilon, 1 - Epsilon));
            loss -= t[j] * log;
            bound += Math.Abs(t[j]) * 4 * r.U * (Math.Abs(log) + c * condition);
            through += inside[j] ? Math.Abs(t[j]) : 0;
        }

        var (slope, slopeBound) = (new double[c], new double[c]);
        var passed = t.Where((_, j) => inside[j]).Sum();
        for (var k = 0; k < c; k++)
        {
            var own = inside[k] ? t[k] / p[k] : 0;
            slope[k] = passed / sum - own;
            slopeBound[k] = r.Half(
                (2 * c * condition + 12) * r.U * (Math.Abs(own) + through / Math.Abs(sum))
            );
        }

        return new(loss, r.Half(bound), slope, slopeBound);
    }

    private static Sample Binary(
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> x,
        BinaryCrossentropy loss,
        Rounding r
    )
    {
        var k = x.Length;
        double sum = 0,
            magnitude = 0,
            bound = 0,
            clip = 0;
        var (slope, slopeBound) = (new double[k], new double[k]);
        for (var j = 0; j < k; j++)
        {
            var s = loss.LabelSmoothing;
            var t = s == 0 ? y[j] : y[j] * (1 - s) + s / 2;
            // What smoothing rounds, which 1 - t keeps.
            var smoothed = s == 0 ? 0 : 3 * r.U * (Math.Abs(y[j]) * (1 - s) + s / 2);
            var output = loss.FromLogits
                ? BinaryLogit(t, smoothed, x[j], r)
                : BinaryProbability(t, smoothed, x[j], r);
            sum += output.Loss;
            magnitude += output.Magnitude;
            bound += output.Bound;
            clip += output.Clip;
            slope[j] = output.Slope / k;
            slopeBound[j] = r.Half(output.SlopeBound + r.U * Math.Abs(output.Slope)) / k;
        }

        return new(sum / k, (r.Half(bound + k * r.U * magnitude) + clip) / k, slope, slopeBound);
    }

    private readonly record struct Output(
        double Loss,
        double Magnitude,
        double Bound,
        double Slope,
        double SlopeBound,
        double Clip = 0
    );

    // max(x, 0) - x t + log1p(exp(-|x|)); sigmoid(x) - t.
    private static Output BinaryLogit(double t, double smoothed, double x, Rounding r)
    {
        var loss = Math.Max(x, 0) - x * t + Math.Log(1 + Math.Exp(-Math.Abs(x)));
        var sigmoid = ActivationBounds.Sigmoid(x);
        return new(
            loss,
            Math.Abs(loss),
            4 * r.U * (Math.Abs(x) * Math.Max(1, Math.Abs(t)) + Math.Log(2) + 1)
                + smoothed * Math.Abs(x),
            sigmoid - t,
            r.U * (10 * sigmoid + 2 * Math.Abs(t)) + smoothed
        );
    }

    // -(t log c + (1 - t) log(1 - c)); -t/p + (1 - t)/(1 - p) where nothing was clipped.
    private static Output BinaryProbability(double t, double smoothed, double p, Rounding r)
    {
        var c = Math.Clamp(p, Epsilon, 1 - Epsilon);
        var (ones, zeros) = (Math.Abs(Math.Log(c)), Math.Abs(Math.Log(1 - c)));
        var magnitude = Math.Abs(t) * ones + Math.Abs(1 - t) * zeros;
        // 1 - 1e-7 is rounded to the type, and what is left of it to 1 with a large relative error: in float32 0.18.
        var upper = r.Precision == Precision.Float32 ? (float)(1 - Epsilon) : 1 - Epsilon;
        var clip =
            p > 1 - Epsilon
                ? Math.Abs(1 - t) * (Math.Abs(Math.Log((1 - upper) / Epsilon)) + 1e-9)
                : 0;
        var inside = p is >= Epsilon and <= 1 - Epsilon;
        return new(
            t * ones + (1 - t) * zeros,
            magnitude,
            4 * r.U * (magnitude + Math.Abs(t) + Math.Abs(1 - t)) + smoothed * (ones + zeros),
            inside ? -t / p + (1 - t) / (1 - p) : 0,
            inside
                ? 8 * r.U * (Math.Abs(t) / p + Math.Abs(1 - t) / (1 - p))
                    + smoothed * (1 / p + 1 / (1 - p))
                : 0,
            clip
        );
    }

    // mean (p - y)^2; 2 (p - y) / k.
    private static Sample Squared(ReadOnlySpan<double> y, ReadOnlySpan<double> p, Rounding r)
    {
        var k = p.Length;
        double sum = 0,
            bound = 0;
        var (slope, slopeBound) = (new double[k], new double[k]);
        for (var j = 0; j < k; j++)
        {
            var difference = p[j] - y[j];
            var converted = r.Conversion(p[j]) + r.Conversion(y[j]);
            sum += difference * difference;
            bound += 2 * Math.Abs(difference) * converted + converted * converted;
            slope[j] = 2 * difference / k;
            slopeBound[j] = r.Half(2 * converted + 8 * r.U * Math.Abs(difference)) / k;
        }

        return new(sum / k, r.Half(bound + (k + 4) * r.U * sum) / k, slope, slopeBound);
    }

    // mean |p - y|; sign(p - y) / k.
    private static Sample Absolute(ReadOnlySpan<double> y, ReadOnlySpan<double> p, Rounding r)
    {
        var k = p.Length;
        double sum = 0,
            bound = 0;
        var (slope, slopeBound) = (new double[k], new double[k]);
        for (var j = 0; j < k; j++)
        {
            var difference = p[j] - y[j];
            var converted = r.Conversion(p[j]) + r.Conversion(y[j]);
            sum += Math.Abs(difference);
            bound += converted;
            slope[j] = double.IsNaN(difference) ? difference : Math.Sign(difference) / (double)k;
            // What is lost in conversion may turn the sign.
            slopeBound[j] =
                (r.Half(2 * r.U) + (Math.Abs(difference) <= converted && converted > 0 ? 2 : 0))
                / k;
        }

        return new(sum / k, r.Half(bound + (k + 3) * r.U * sum) / k, slope, slopeBound);
    }
}
