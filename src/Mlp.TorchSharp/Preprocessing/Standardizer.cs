namespace Mlp.TorchSharp;

/// <summary>scikit-learn's StandardScaler in float64 tensors.</summary>
internal sealed class Standardizer(bool withMean, bool withStd) : IStandardScaler
{
    private double[]? mean;
    private double[]? variance;
    private double[]? weightSeen;
    private bool weighted;

    /// <inheritdoc/>
    public Tensor<double>? Mean => withMean || withStd ? Vector(mean) : null;

    /// <inheritdoc/>
    public Tensor<double>? Variance => withStd ? Vector(variance) : null;

    /// <inheritdoc/>
    public Tensor<double>? Scale => withStd && mean is not null ? Vector(Scales()) : null;

    /// <inheritdoc/>
    public Tensor? SamplesSeen
    {
        get
        {
            if (weightSeen is null)
            {
                return null;
            }

            var alike = Array.TrueForAll(weightSeen, seen => seen == weightSeen[0]);
            double[] seen = alike ? [weightSeen[0]] : [.. weightSeen];
            ReadOnlySpan<int> shape = alike ? [] : [seen.Length];
            return weighted
                ? new Tensor<double>(seen, shape)
                : new Tensor<long>(Array.ConvertAll(seen, value => (long)value), shape);
        }
    }

    /// <inheritdoc/>
    public void Fit(Tensor x, Tensor? sampleWeight = null)
    {
        Check(x, columns: null, sampleWeight);
        (mean, variance, weightSeen, weighted) = (null, null, null, false);
        PartialFit(x, sampleWeight);
    }

    /// <inheritdoc/>
    public void PartialFit(Tensor x, Tensor? sampleWeight = null)
    {
        Check(x, mean?.Length, sampleWeight);
        using var scope = torch.NewDisposeScope();
        var values = x.ToTorch(Precision.Float64, torch.CPU);
        var present = values.isnan().logical_not();
        var w = present.to(torch.ScalarType.Float64);
        if (sampleWeight is not null)
        {
            w *= sampleWeight.ToTorch(Precision.Float64, torch.CPU).reshape(-1, 1);
        }

        // Two passes: first the mean, then distances from it. Their sum would be 0 without rounding, so it corrects both
        // the mean and the squares.
        var nothing = torch.zeros_like(values);
        var weight = w.sum([0]);
        var newMean = (w * torch.where(present, values, nothing)).sum([0]) / weight;
        var distance = torch.where(present, values - newMean, nothing);
        var rest = (w * distance).sum([0]);
        var squares = (w * distance.Squared()).sum([0]) - (rest.Squared() / weight);
        newMean = newMean.Plus(rest / weight);

        if (mean is not null)
        {
            // Chan's formula; a side without weight leaves the other as it is.
            var (oldWeight, oldMean) = (torch.tensor(weightSeen!), torch.tensor(mean));
            var oldSquares = torch.tensor(variance!) * oldWeight;
            var total = oldWeight.Plus(weight);
            var apart = newMean - oldMean;
            var mergedMean = oldMean.Plus(apart * weight / total);
            var mergedSquares = oldSquares
                .Plus(squares)
                .Plus(apart.Squared() * oldWeight * weight / total);
            (newMean, squares) = (
                Merge(oldWeight, weight, oldMean, newMean, mergedMean),
                Merge(oldWeight, weight, oldSquares, squares, mergedSquares)
            );
            weight = total;
        }

        weighted |= sampleWeight is not null;
        mean = [.. newMean.data<double>()];
        variance = [.. (squares / weight).data<double>()];
        weightSeen = [.. weight.data<double>()];
    }

    /// <inheritdoc/>
    public Tensor Transform(Tensor x) => Map(x, (values, m, s, round) => round(values - m) / s);

    /// <inheritdoc/>
    public Tensor InverseTransform(Tensor x) =>
        Map(x, (values, m, s, round) => round(values * s).Plus(m));

    private static torch.Tensor Merge(
        torch.Tensor oldWeight,
        torch.Tensor newWeight,
        torch.Tensor old,
        torch.Tensor @new,
        torch.Tensor merged
    ) =>
        torch.where(
            oldWeight.eq(torch.tensor(0)),
            @new,
            torch.where(newWeight.eq(torch.tensor(0)), old, merged)
        );

    // numpy works in place: float32 rows are rounded after each of the two operations, both taken in float64.
    private Tensor Map(
        Tensor x,
        Func<
            torch.Tensor,
            torch.Tensor,
            torch.Tensor,
            Func<torch.Tensor, torch.Tensor>,
            torch.Tensor
        > map
    )
    {
        if (mean is null)
        {
            throw new InvalidOperationException("The scaler has seen no rows; call Fit first.");
        }

        Check(x, mean.Length, null);
        using var scope = torch.NewDisposeScope();
        var m = withMean ? torch.tensor(mean) : torch.zeros(1, torch.ScalarType.Float64);
        var s = withStd ? torch.tensor(Scales()) : torch.ones(1, torch.ScalarType.Float64);
        var precision = x.Type == ElementType.Float32 ? Precision.Float32 : Precision.Float64;
        return map(x.ToTorch(Precision.Float64, torch.CPU), m, s, Round)
            .to(precision.ScalarType())
            .ToTensor();

        torch.Tensor Round(torch.Tensor values) =>
            values.to(precision.ScalarType()).to(torch.ScalarType.Float64);
    }

    // A column is constant when its variance is no more than what rounding can leave: then its scale is 1.
    private double[] Scales()
    {
        const double eps = 2.220446049250313e-16;
        var scales = new double[mean!.Length];
        for (var i = 0; i < scales.Length; i++)
        {
            var (n, v) = (weightSeen![i], variance![i]);
            var offset = n * mean[i] * eps;
            scales[i] = v <= (n * eps * v) + (offset * offset) ? 1 : Math.Sqrt(v);
        }

        return scales;
    }

    private static Tensor<double>? Vector(double[]? values) =>
        values is null ? null : Tensor.Vector((double[])values.Clone());

    private static void Check(Tensor x, int? columns, Tensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.Length == 0 || x.Shape[1] != (columns ?? x.Shape[1]))
        {
            throw new ArgumentException(
                $"x is {x}; the scaler takes [rows, {columns?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "columns"}] with at least one row.",
                nameof(x)
            );
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsInfinity(x[i]))
            {
                throw new ArgumentException(
                    $"x holds {x[i]} in row {i / x.Shape[1]}, column {i % x.Shape[1]}; leave it out or make it NaN.",
                    nameof(x)
                );
            }
        }

        if (sampleWeight is null)
        {
            return;
        }

        if (sampleWeight.Length != x.Rows || sampleWeight.Rank is not (1 or 2))
        {
            throw new ArgumentException(
                $"sampleWeight is {sampleWeight} for {x.Rows} rows; it must be [{x.Rows}].",
                nameof(sampleWeight)
            );
        }

        for (var i = 0; i < sampleWeight.Length; i++)
        {
            if (!double.IsFinite(sampleWeight[i]))
            {
                throw new ArgumentException(
                    $"sampleWeight holds {sampleWeight[i]} at row {i}; weights must be finite.",
                    nameof(sampleWeight)
                );
            }
        }
    }
}
