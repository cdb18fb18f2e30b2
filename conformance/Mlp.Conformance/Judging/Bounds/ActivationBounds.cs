namespace Mlp.Conformance;

/// <summary>
/// How far an activation and its slope may be off, at inputs that may themselves be off: running error analysis, one row at a
/// time.
/// </summary>
internal static class ActivationBounds
{
    /// <summary>Value of one row, its bound, the gradient for an upstream, and its bound.</summary>
    internal readonly record struct Row(double[] Y, double[] YBound, double[] G, double[] GBound);

    /// <summary>The policy entry that bounds the activation.</summary>
    public static string Policy(Activation activation) =>
        activation switch
        {
            Activation.Linear or Activation.Relu => "exact",
            Activation.Softmax => "softmax",
            Activation.LogSoftmax => "log_softmax",
            Activation.Gelu or Activation.Silu => "gated",
            Activation.Elu or Activation.Selu => "exp_minus_1",
            _ => "elementary",
        };

    /// <param name="activation">The activation.</param>
    /// <param name="x">Inputs of one row (or any values, where the activation is elementwise).</param>
    /// <param name="dx">How far each may be off.</param>
    /// <param name="upstream">Derivatives that come from behind.</param>
    /// <param name="r">Type and level.</param>
    public static Row Of(
        Activation activation,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> dx,
        ReadOnlySpan<double> upstream,
        Rounding r
    ) =>
        activation switch
        {
            Activation.Softmax => Softmax(x, dx, upstream, r),
            Activation.LogSoftmax => LogSoftmax(x, dx, upstream, r),
            _ => Elementwise(activation, x, dx, upstream, r),
        };

    private static Row Elementwise(
        Activation activation,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> dx,
        ReadOnlySpan<double> upstream,
        Rounding r
    )
    {
        var row = New(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var point = At(activation, x[i], dx[i], r);
            row.Y[i] = point.Y;
            row.YBound[i] = point.YBound;
            row.G[i] = upstream[i] * point.Slope;
            // The product with the upstream rounds once more, unless the slope is exactly 0 or 1.
            var product = point.SlopeBound == 0 ? 0 : r.Half(r.U * Math.Abs(row.G[i])) + r.Eta;
            row.GBound[i] = Math.Abs(upstream[i]) * point.SlopeBound + product;
        }

        return row;
    }

    private readonly record struct Point(double Y, double YBound, double Slope, double SlopeBound);

    private static Point At(Activation activation, double x, double dx, Rounding r)
    {
        var (u, eta) = (r.U, r.Eta);
        // Which side of 0 the input lies on is unsure: then so is the slope.
        var flips = dx > 0 && Math.Abs(x) <= dx;
        switch (activation)
        {
            case Activation.Linear:
                return new(x, dx, 1, 0);

            case Activation.Relu:
                return new(Math.Max(x, 0), dx, x > 0 ? 1 : 0, flips ? 1 : 0);

            case Activation.LeakyRelu(var slope) when x > 0:
                return new(
                    x,
                    Math.Max(1, Math.Abs(slope)) * dx,
                    1,
                    flips ? Math.Abs(1 - slope) : 0
                );

            // The slope is rounded to the type, then the product.
            case Activation.LeakyRelu(var slope):
                return new(
                    slope * x,
                    Ulps(r, 2, slope * x) + Math.Max(1, Math.Abs(slope)) * dx,
                    slope,
                    Ulps(r, 1, slope) + (flips ? Math.Abs(1 - slope) : 0)
                );

            case Activation.Elu(var alpha):
                return ExpMinus1(x, dx, alpha, 1, flips, r);

            case Activation.Selu(var alpha, var scale):
                return ExpMinus1(x, dx, alpha, scale, flips, r);

            case Activation.Gelu(var approximate):
                return Gelu(approximate, x, dx, r);

            case Activation.Silu:
            {
                var s = Sigmoid(x);
                // Beyond 20, 1 - s has vanished, and with it what x would multiply.
                var amplified = x > 20 ? 0 : Math.Abs(x);
                return new(
                    x * s,
                    Ulps(r, 6, x * s) + eta * (1 + Math.Abs(x)) + 1.1 * dx,
                    s * (1 + x * (1 - s)),
                    r.Half(s * u * (12 + 10 * amplified)) + eta * (1 + Math.Abs(x)) + 0.5 * dx
                );
            }

            case Activation.Softplus:
            {
                var y = Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
                var s = Sigmoid(x);
                return new(y, Ulps(r, 6, y) + eta + dx, s, Ulps(r, 4, s) + eta + 0.25 * dx);
            }

            case Activation.Sigmoid:
            {
                var s = Sigmoid(x);
                // s (1 - s): near 1 the difference keeps the error of s.
                return new(
                    s,
                    Ulps(r, 4, s) + eta + 0.25 * dx,
                    s * (1 - s),
                    r.Half(12 * u * s) + eta + 0.1 * dx
                );
            }

            case Activation.Tanh:
            {
                var y = Math.Tanh(x);
                // 1 - y^2: where y has come to 1, the difference keeps its error.
                return new(
                    y,
                    Ulps(r, 5, y) + eta + dx,
                    1 - y * y,
                    r.Half(u * (2 + 12 * y * y)) + eta + 0.77 * dx
                );
            }

            default:
                throw new NotSupportedException($"Activation '{activation.Name}' has no bound.");
        }
    }

    // Some ULP, of which the warning allows one.
    private static double Ulps(Rounding r, double fail, double value) =>
        r.Or(fail, 1) * r.Ulp(value);

    // scale*alpha*(exp(x) - 1). The plain difference is off by its rounding at 1, expm1 by little: the latter is the warning.
    private static Point ExpMinus1(
        double x,
        double dx,
        double alpha,
        double scale,
        bool flips,
        Rounding r
    )
    {
        var limit = Math.Abs(alpha * scale);
        var slopes = Math.Max(limit, Math.Abs(scale));
        var jump = flips ? Math.Abs(scale * (1 - alpha)) : 0;
        if (x > 0)
        {
            var rounded = scale == 1 ? 0 : Ulps(r, 2, scale * x);
            return new(scale * x, rounded + slopes * dx, scale, (scale == 1 ? 0 : r.U) + jump);
        }

        // For tiny x the series keeps digits that exp(x) - 1 has lost.
        var minus1 = Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1;
        var y = scale * alpha * minus1;
        var slope = scale * alpha * Math.Exp(x);
        return new(
            y,
            r.Or(4 * r.U * limit + 3 * r.Ulp(y), 4 * r.Ulp(y)) + r.Eta + slopes * dx,
            slope,
            r.Or(4 * r.U * limit + 5 * r.Ulp(slope), 5 * r.Ulp(slope)) + r.Eta + limit * dx + jump
        );
    }

    private static Point Gelu(bool approximate, double x, double dx, Rounding r)
    {
        double y,
            slope,
            slopeRoundings;
        if (approximate)
        {
            const double Root = 0.7978845608028654;
            var t = Math.Tanh(Root * (x + 0.044715 * x * x * x));
            var inner = Root * (1 + 3 * 0.044715 * x * x);
            // Beyond 6 the tanh is 1 and what follows vanishes, though factors of it may overflow.
            var tail = Math.Abs(x) > 6 ? 0 : 0.5 * x * (1 - t * t) * inner;
            y = 0.5 * x * (1 + t);
            slope = 0.5 * (1 + t) + tail;
            // 1 - t^2 keeps the error of t, and is multiplied.
            slopeRoundings = 12 + (Math.Abs(x) > 6 ? 0 : 5 * Math.Abs(x) * inner);
        }
        else
        {
            var phi = Math.Exp(-0.5 * x * x) * 0.3989422804014327;
            var cumulative = NormalCumulative(x);
            y = x * cumulative;
            slope = cumulative + (phi == 0 ? 0 : x * phi);
            slopeRoundings = 8;
        }

        // 1 + erf loses the digits of a small sum, so the error follows x, not y.
        return new(
            y,
            r.Half((approximate ? 8 : 6) * r.U * Math.Abs(x)) + r.Eta + 1.13 * dx,
            slope,
            r.Half(slopeRoundings * r.U) + r.Eta + dx
        );
    }

    private static Row Softmax(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> dx,
        ReadOnlySpan<double> upstream,
        Rounding r
    )
    {
        var row = New(x.Length);
        var n = x.Length;
        var (max, worst) = (Max(x), Max(dx));
        var (p, _) = Probabilities(x);
        double dot = 0,
            dotMagnitude = 0,
            dotBound = 0;
        var relative = new double[n];
        for (var i = 0; i < n; i++)
        {
            // What multiplies a probability of 0 does not matter, however large.
            relative[i] =
                p[i] == 0 ? 0 : r.U * (max - x[i] + r.Or(n, 2 * Math.Sqrt(n)) + 8) + 2 * worst;
            row.Y[i] = p[i];
            row.YBound[i] = p[i] * relative[i] + r.Eta;
            dot += upstream[i] * p[i];
            dotMagnitude += Math.Abs(upstream[i]) * p[i];
            dotBound += Math.Abs(upstream[i]) * p[i] * relative[i];
        }

        dotBound += (n + 2) * r.U * dotMagnitude;
        for (var i = 0; i < n; i++)
        {
            row.G[i] = p[i] * (upstream[i] - dot);
            row.GBound[i] =
                p[i]
                    * (
                        relative[i] * Math.Abs(upstream[i] - dot)
                        + dotBound
                        + 3 * r.U * (Math.Abs(upstream[i]) + Math.Abs(dot))
                    )
                + r.Eta * (1 + Math.Abs(upstream[i]) + dotMagnitude);
        }

        return row;
    }

    private static Row LogSoftmax(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> dx,
        ReadOnlySpan<double> upstream,
        Rounding r
    )
    {
        var row = New(x.Length);
        var n = x.Length;
        var (max, worst) = (Max(x), Max(dx));
        var (p, logSum) = Probabilities(x);
        double sum = 0,
            magnitude = 0;
        foreach (var value in upstream)
        {
            sum += value;
            magnitude += Math.Abs(value);
        }

        for (var i = 0; i < n; i++)
        {
            var bound = r.Half(4 * r.U * (max - x[i] + Math.Log(n) + 1)) + 2 * worst;
            row.Y[i] = x[i] - max - logSum;
            row.YBound[i] = bound + r.Eta;
            row.G[i] = upstream[i] - p[i] * sum;
            row.GBound[i] =
                (p[i] == 0 ? 0 : p[i] * (bound + 6 * r.U) * Math.Abs(sum))
                + p[i] * n * r.U * magnitude
                + 3 * r.U * (Math.Abs(upstream[i]) + p[i] * Math.Abs(sum))
                + r.Eta * (1 + magnitude);
        }

        return row;
    }

    /// <summary>Softmax of a row, and the logarithm of the sum of exp(x - max).</summary>
    public static (double[] P, double LogSum) Probabilities(ReadOnlySpan<double> x)
    {
        var max = Max(x);
        var p = new double[x.Length];
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            p[i] = Math.Exp(x[i] - max);
            sum += p[i];
        }

        return (Array.ConvertAll(p, value => value / sum), Math.Log(sum));
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Max(ReadOnlySpan<double> values)
    {
        var max = double.NegativeInfinity;
        foreach (var value in values)
        {
            max = Math.Max(max, value);
        }

        return max;
    }

    // Abramowitz and Stegun 7.1.26, off by at most 1.5e-7: this is the size of a bound, no expectation.
    private static double NormalCumulative(double x)
    {
        var z = Math.Abs(x) * 0.7071067811865476;
        var t = 1 / (1 + 0.3275911 * z);
        var polynomial =
            t
            * (
                0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
            );
        var tail = 0.5 * polynomial * Math.Exp(-z * z);
        return x > 0 ? 1 - tail : tail;
    }

    private static Row New(int n) =>
        new(new double[n], new double[n], new double[n], new double[n]);
}
