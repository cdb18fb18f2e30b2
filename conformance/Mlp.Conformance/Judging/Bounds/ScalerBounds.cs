namespace Mlp.Conformance;

/// <summary>How far the standard scaler may be off: statistics in float64 whatever the input, rows in the type they come out in.</summary>
internal static class ScalerBounds
{
    private static readonly double Double = Math.ScaleB(1, -53);

    /// <summary>One column: how far mean, variance, scale and total weight may be off.</summary>
    private readonly record struct Column(
        double Mean,
        double Scale,
        double MeanBound,
        double VarianceBound,
        double ScaleBound,
        double SeenBound
    );

    /// <summary>The bounds of every output of a scaler's case. Warnings are halves.</summary>
    public static Dictionary<string, Bound> Of(Case value, Node.Map truth)
    {
        var x = value.Inputs["x"].AsTensor();
        var columns = Columns(value, x);
        var (withMean, withStd) = (On(value, "with_mean"), On(value, "with_std"));
        var bounds = new Dictionary<string, Bound>();
        foreach (var (name, node) in truth.Entries)
        {
            bounds[name] =
                node is not Node.OfTensor { Value: var tensor } || tensor.Type is ElementType.Int64
                    ? Bounds.Exact
                    : name switch
                    {
                        "mean_" => PerColumn("scaler_mean", columns, column => column.MeanBound),
                        "var_" => PerColumn(
                            "scaler_variance",
                            columns,
                            column => column.VarianceBound
                        ),
                        "scale_" => PerColumn(
                            "scaler_variance",
                            columns,
                            column => column.ScaleBound
                        ),
                        "n_samples_seen_" => Seen(tensor, columns),
                        "transformed" => Rows(x, x.Type, columns, withMean, withStd, Transformed),
                        "transformed_more" => Rows(
                            value.Inputs["more"].AsTensor(),
                            x.Type,
                            columns,
                            withMean,
                            withStd,
                            Transformed
                        ),
                        _ => Rows(x, x.Type, columns, withMean, withStd, Inverse),
                    };
        }

        return bounds;
    }

    private static Column[] Columns(Case value, Tensor x)
    {
        var weights = value.Inputs.TryGet("sample_weight", out var node)
            ? node.AsTensor().ToFloat64().Values.ToArray()
            : null;
        var chunks = value.Params.TryGet("chunks", out var list) ? list.AsList().Count : 1;
        return
        [
            .. Enumerable.Range(0, x.RowLength).Select(column => Of(x, column, weights, chunks)),
        ];
    }

    private static Column Of(Tensor x, int column, double[]? weights, int chunks)
    {
        (double Value, double Weight)[] kept =
        [
            .. Enumerable
                .Range(0, x.Rows)
                .Select(row => (Value: x[row * x.RowLength + column], Weight: weights?[row] ?? 1))
                .Where(entry => !double.IsNaN(entry.Value)),
        ];
        var n = kept.Length;
        var total = kept.Sum(entry => entry.Weight);
        var mean = kept.Sum(entry => entry.Weight * entry.Value) / total;
        var magnitude = kept.Sum(entry => Math.Abs(entry.Weight * entry.Value)) / Math.Abs(total);
        var variance = kept.Sum(entry => entry.Weight * Math.Pow(entry.Value - mean, 2)) / total;
        // With weights, products and their sum round too.
        var roundings = (weights is null ? n : 2 * n + 2) * Double;
        var meanBound = roundings * magnitude;
        // Merging chunks subtracts their means, each off by its own bound.
        var merged = chunks > 1 ? 4 * meanBound * Math.Sqrt(variance) : 0;
        var varianceBound = 4 * roundings * variance + Math.Pow(roundings * magnitude, 2) + merged;
        var constant = variance <= n * 2 * Double * variance + Math.Pow(n * mean * 2 * Double, 2);
        var scale = constant || double.IsNaN(variance) ? 1 : Math.Sqrt(variance);
        return new(
            mean,
            scale,
            meanBound,
            varianceBound,
            constant ? 0 : varianceBound / (2 * scale) + Double * scale,
            n * Double * kept.Sum(entry => Math.Abs(entry.Weight))
        );
    }

    private static Bound PerColumn(string policy, Column[] columns, Func<Column, double> bound) =>
        new(policy, Bounds.Tidy([.. columns.Select(bound)]), null);

    private static Bound Seen(Tensor seen, Column[] columns) =>
        seen.Length == 1
            ? new("scaler_mean", Bounds.Tidy([columns.Max(column => column.SeenBound)]), null)
            : PerColumn("scaler_mean", columns, column => column.SeenBound);

    private static Bound Rows(
        Tensor x,
        ElementType type,
        Column[] columns,
        bool withMean,
        bool withStd,
        Func<double, Column, double, double> bound
    )
    {
        var u = type == ElementType.Float32 ? Math.ScaleB(1, -24) : Double;
        Column[] used = Array.ConvertAll(
            columns,
            column =>
                column with
                {
                    Mean = withMean ? column.Mean : 0,
                    MeanBound = withMean ? column.MeanBound : 0,
                    Scale = withStd ? column.Scale : 1,
                    ScaleBound = withStd ? column.ScaleBound : 0,
                }
        );
        double[] fail =
        [
            .. Enumerable.Range(0, x.Length).Select(i => bound(x[i], used[i % used.Length], u)),
        ];
        return new(
            "scaler_rows",
            Bounds.Tidy(fail),
            Bounds.Tidy(Array.ConvertAll(fail, value => value / 2))
        );
    }

    // (x - mean) / scale
    private static double Transformed(double x, Column column, double u)
    {
        var difference = Math.Abs(x - column.Mean);
        var relative = column.ScaleBound / column.Scale;
        return (column.MeanBound + 3 * u * difference + relative * difference) / column.Scale;
    }

    // transformed * scale + mean, of what was transformed here
    private static double Inverse(double x, Column column, double u)
    {
        var difference = Math.Abs(x - column.Mean);
        return Transformed(x, column, u) * column.Scale
            + column.ScaleBound / column.Scale * difference
            + column.MeanBound
            + u * (2 * difference + 2 * Math.Abs(x) + Math.Abs(column.Mean));
    }

    private static bool On(Case value, string name) =>
        !value.Params.TryGet(name, out var node) || node.AsFlag();
}
