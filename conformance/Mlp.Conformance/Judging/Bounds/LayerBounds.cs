namespace Mlp.Conformance;

/// <summary>How far dense layers and nets of them may be off: running error analysis from the inputs on.</summary>
internal static class LayerBounds
{
    /// <summary>Bounds of y, grad_x, grad_kernel and grad_bias of a dense layer.</summary>
    public static Dictionary<string, double[]> Dense(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream,
        Rounding r
    )
    {
        var (n, inputs, units) = (x.Rows, kernel.Shape[0], kernel.Shape[1]);
        var (a, w) = (x.ToFloat64().Values.ToArray(), kernel.ToFloat64().Values.ToArray());
        var up = upstream.ToFloat64().Values;
        var (z, dz) = Affine(a, new double[a.Length], w, bias.ToFloat64().Values, n, r);
        var y = new double[n * units];
        var (delta, dDelta) = (new double[n * units], new double[n * units]);
        for (var row = 0; row < n; row++)
        {
            var at = row * units;
            var result = ActivationBounds.Of(
                activation,
                z.AsSpan(at, units),
                dz.AsSpan(at, units),
                up.Slice(at, units),
                r
            );
            result.YBound.CopyTo(y, at);
            result.G.CopyTo(delta, at);
            result.GBound.CopyTo(dDelta, at);
        }

        var bounds = new Dictionary<string, double[]>
        {
            ["y"] = y,
            ["grad_x"] = new double[n * inputs],
            ["grad_kernel"] = new double[inputs * units],
            ["grad_bias"] = new double[units],
        };
        var (rows, columns) = (Dot(n, r) * r.U, Dot(units, r) * r.U);
        for (var row = 0; row < n; row++)
        {
            for (var j = 0; j < units; j++)
            {
                var d = Math.Abs(delta[row * units + j]);
                var e = dDelta[row * units + j];
                bounds["grad_bias"][j] += rows * d + e;
                for (var i = 0; i < inputs; i++)
                {
                    bounds["grad_kernel"][i * units + j] +=
                        Math.Abs(a[row * inputs + i]) * (rows * d + e);
                    bounds["grad_x"][row * inputs + i] +=
                        Math.Abs(w[i * units + j]) * (columns * d + e);
                }
            }
        }

        return bounds;
    }

    /// <summary>Bounds of the outputs of a net.</summary>
    public static double[] Predict(
        ModelSpec model,
        Tensor x,
        IReadOnlyList<Tensor> weights,
        Rounding r
    )
    {
        var n = x.Rows;
        var scale = x.Type == ElementType.UInt8 ? 255.0 : 1;
        var values = Array.ConvertAll(x.ToFloat64().Values.ToArray(), value => value / scale);
        var bounds = Array.ConvertAll(
            values,
            value => scale == 1 ? r.Conversion(value) : r.U * Math.Abs(value)
        );
        for (var layer = 0; layer < model.Dense.Count; layer++)
        {
            var kernel = weights[2 * layer].ToFloat64().Values.ToArray();
            var units = model.Dense[layer].Units;
            var (z, dz) = Affine(
                values,
                bounds,
                kernel,
                weights[2 * layer + 1].ToFloat64().Values,
                n,
                r
            );
            (values, bounds) = (new double[n * units], new double[n * units]);
            for (var row = 0; row < n; row++)
            {
                var at = row * units;
                var result = ActivationBounds.Of(
                    model.Dense[layer].Activation,
                    z.AsSpan(at, units),
                    dz.AsSpan(at, units),
                    new double[units],
                    r
                );
                result.Y.CopyTo(values, at);
                result.YBound.CopyTo(bounds, at);
            }
        }

        return bounds;
    }

    // x W + b: K u sum|a||b| for a sum of K products in any order, and what the inputs carry.
    private static (double[] Z, double[] Bound) Affine(
        double[] x,
        double[] dx,
        double[] w,
        ReadOnlySpan<double> bias,
        int n,
        Rounding r
    )
    {
        var units = bias.Length;
        var inputs = w.Length / units;
        var roundings = Dot(inputs + 1, r) * r.U;
        var (z, dz) = (new double[n * units], new double[n * units]);
        for (var row = 0; row < n; row++)
        {
            for (var j = 0; j < units; j++)
            {
                double sum = bias[j],
                    magnitude = Math.Abs(bias[j]),
                    carried = 0;
                for (var i = 0; i < inputs; i++)
                {
                    var (a, b) = (x[row * inputs + i], w[i * units + j]);
                    sum += a * b;
                    magnitude += Math.Abs(a * b);
                    carried += dx[row * inputs + i] * Math.Abs(b);
                }

                z[row * units + j] = sum;
                dz[row * units + j] = roundings * magnitude + carried;
            }
        }

        return (z, dz);
    }

    // Roundings of a sum of k products: k, of which a tree of lanes makes far fewer.
    private static double Dot(int k, Rounding r) => r.Or(k, Math.Min(8, k / 2.0));
}
