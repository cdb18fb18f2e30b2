using Mlp.Losses;

namespace Mlp.Conformance;

/// <summary>One sample: its loss, how far that may be off, and for each of its outputs the derivative and how far that may be off.</summary>
internal readonly record struct Sample(
    double Loss,
    double Bound,
    double[] Slope,
    double[] SlopeBound
);

/// <summary>How far the loss of one sample and its slope may be off, by the conditions of its formula.</summary>
internal static class SampleBounds
{
    private const double Epsilon = 1e-7;

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
    public static Sample?[] Of(Loss loss, Tensor labels, Tensor predictions, Rounding r)
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
        var max = double.NegativeInfinity;
        foreach (var value in x)
        {
            max = Math.Max(max, value);
        }

        double loss = 0,
            bound = 0,
            sum = 0,
            magnitude = 0,
            total = 0,
            ofSoftmax = 0;
        var terms = 0;
        for (var j = 0; j < c; j++)
        {
            sum += t[j];
            magnitude += Math.Abs(t[j]);
            if (t[j] != 0)
            {
                var term = t[j] * (max - x[j] + logSum);
                loss += term;
                terms++;
                total += Math.Abs(term);
                bound += Math.Abs(t[j]) * 4 * r.U * (max - x[j] + Math.Log(c) + 1);
            }

            ofSoftmax += OfSoftmax(x[j], p[j]);
        }

        var (slope, slopeBound) = (new double[c], new double[c]);
        for (var k = 0; k < c; k++)
        {
            slope[k] = p[k] * sum - t[k];
            // 1 - p_k may also be summed from the other probabilities, with all their errors.
            slopeBound[k] = r.Half(
                OfSoftmax(x[k], p[k]) * Math.Abs(sum)
                    + ofSoftmax * Math.Abs(t[k])
                    + c * r.U * p[k] * (magnitude - Math.Abs(sum) + (smoothing > 0 ? magnitude : 0))
                    + 2 * r.U * (p[k] * Math.Abs(sum) + Math.Abs(t[k]))
                    + (smoothing > 0 ? 3 * r.U * Math.Abs(t[k]) : 0)
            );
        }

        return new(loss, r.Half(bound + Sum(terms, total, r)), slope, slopeBound);

        // What multiplies a probability of 0 does not matter, however large.
        double OfSoftmax(double logit, double probability) =>
            probability == 0 ? 0 : probability * r.U * (max - logit + c + 8);
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
            total = 0,
            through = 0;
        var inside = new bool[c];
        for (var j = 0; j < c; j++)
        {
            var q = p[j] / sum;
            inside[j] = q is >= Epsilon and <= 1 - Epsilon;
            var log = Math.Log(Math.Clamp(q, Epsilon, 1 - Epsilon));
            loss -= t[j] * log;
            total += Math.Abs(t[j] * log);
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

        var terms = t.Count(target => target != 0);
        return new(loss, r.Half(bound + Sum(terms, total, r)), slope, slopeBound);
    }

    // A sum in any order; a single term, as of a one-hot row, is no sum.
    private static double Sum(int terms, double magnitude, Rounding r) =>
        terms > 1 ? terms * r.U * magnitude : 0;

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
        var loss = Math.Max(x, 0) - x * t + ActivationBounds.Log1p(Math.Exp(-Math.Abs(x)));
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
