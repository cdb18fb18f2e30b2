namespace Mlp.Conformance.Truth;

/// <summary>
/// Mean and variance of each column, as scikit-learn's StandardScaler: mean = sum(w*x) / sum(w), variance =
/// sum(w*(x - mean)^2) / sum(w), in <see cref="DoubleDouble"/> and rounded once. Chunks are merged by Chan's formula.
/// </summary>
internal sealed class Scaler(bool withMean, bool withStd) : IStandardScaler
{
    private Column[]? columns;
    private bool weighted;

    public Tensor<double>? Mean =>
        withMean || withStd ? PerColumn(column => column.Mean.High) : null;

    public Tensor<double>? Variance => withStd ? PerColumn(column => column.Variance) : null;

    public Tensor<double>? Scale => withStd ? PerColumn(column => column.Scale) : null;

    public Tensor? SamplesSeen
    {
        get
        {
            if (columns is null)
            {
                return null;
            }

            double[] seen = [.. columns.Select(column => column.Weight.High)];
            var alike = seen.All(weight => weight == seen[0]);
            double[] shown = alike ? [seen[0]] : seen;
            int[] shape = alike ? [] : [seen.Length];
            return weighted
                ? Tensor.Create(shown, shape)
                : Tensor.Create(Array.ConvertAll(shown, weight => (long)weight), shape);
        }
    }

    public void Fit(Tensor x, Tensor? sampleWeight = null)
    {
        Refuse(x, sampleWeight, null);
        (columns, weighted) = (null, false);
        PartialFit(x, sampleWeight);
    }

    public void PartialFit(Tensor x, Tensor? sampleWeight = null)
    {
        Refuse(x, sampleWeight, columns?.Length);
        columns ??= [.. Enumerable.Range(0, x.RowLength).Select(_ => new Column())];
        weighted |= sampleWeight is not null;
        for (var column = 0; column < columns.Length; column++)
        {
            var values = new List<(double Value, double Weight)>();
            for (var row = 0; row < x.Rows; row++)
            {
                var value = x[row * columns.Length + column];
                if (!double.IsNaN(value))
                {
                    values.Add((value, sampleWeight?[row] ?? 1));
                }
            }

            columns[column] = columns[column].Merge(Column.Of(values));
        }
    }

    public Tensor Transform(Tensor x) => Map(x, (value, mean, scale) => (value - mean) / scale);

    public Tensor InverseTransform(Tensor x) =>
        Map(x, (value, mean, scale) => value * scale + mean);

    private Tensor Map(Tensor x, Func<double, double, double, double> formula)
    {
        if (columns is null)
        {
            throw new InvalidOperationException("The scaler has seen nothing; call Fit first.");
        }

        Refuse(x, null, columns.Length);
        var result = new double[x.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var column = columns[i % columns.Length];
            result[i] = formula(x[i], withMean ? column.Mean.High : 0, withStd ? column.Scale : 1);
        }

        Tensor table = Tensor.Create(result, [.. x.Shape]);
        return x.Type == ElementType.Float32 ? table.ToFloat32() : table;
    }

    private Tensor<double>? PerColumn(Func<Column, double> figure) =>
        columns is null ? null : Tensor.Vector(columns.Select(figure).ToArray());

    private static void Refuse(Tensor x, Tensor? sampleWeight, int? columns)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.Length == 0 || x.RowLength != (columns ?? x.RowLength))
        {
            throw new ArgumentException(
                $"x is {x}; the scaler takes [rows, {(object?)columns ?? "columns"}], not empty.",
                nameof(x)
            );
        }

        Finite(x, nameof(x));
        Check.RowWeights(sampleWeight, x.Rows, nameof(sampleWeight));
        if (sampleWeight is not null)
        {
            Finite(sampleWeight, nameof(sampleWeight));
        }
    }

    private static void Finite(Tensor x, string argument)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsInfinity(x[i]))
            {
                throw new ArgumentException(
                    $"{argument} holds {x[i]} at index {i}; values must be finite, or NaN where missing.",
                    argument
                );
            }
        }
    }

    /// <summary>What is known of one column: sum of weights, mean, and sum of weighted squared deviations.</summary>
    private readonly record struct Column(
        DoubleDouble Weight,
        DoubleDouble Mean,
        DoubleDouble Squares
    )
    {
        /// <summary>sum(w*(x - mean)^2) / sum(w).</summary>
        public double Variance => (Squares / Weight).High;

        /// <summary>sqrt(variance); 1 for a constant column: variance &lt;= n*eps*variance + (n*mean*eps)^2, eps = 2^-52.</summary>
        public double Scale
        {
            get
            {
                const double Eps = 1.0 / (1L << 52);
                var noise = Weight.High * Mean.High * Eps;
                return Variance <= Weight.High * Eps * Variance + noise * noise
                    ? 1
                    : Math.Sqrt(Variance);
            }
        }

        /// <summary>Two passes: the mean, then the squares of the deviations from it.</summary>
        public static Column Of(IReadOnlyList<(double Value, double Weight)> values)
        {
            DoubleDouble weight = 0;
            DoubleDouble sum = 0;
            foreach (var (value, w) in values)
            {
                weight += w;
                sum += DoubleDouble.Product(value, w);
            }

            var mean = sum / weight;
            DoubleDouble squares = 0;
            foreach (var (value, w) in values)
            {
                var deviation = value - mean;
                squares += deviation * deviation * w;
            }

            return new(weight, mean, squares);
        }

        /// <summary>Chan, Golub, LeVeque 1979: with d the difference of means, mean += d*w'/(w + w'), squares += squares' + d^2*w*w'/(w + w').</summary>
        public Column Merge(Column other)
        {
            if (Weight.High == 0)
            {
                return other;
            }

            if (other.Weight.High == 0)
            {
                return this;
            }

            var weight = Weight + other.Weight;
            var difference = other.Mean - Mean;
            return new(
                weight,
                Mean + difference * other.Weight / weight,
                Squares + other.Squares + difference * difference * Weight * other.Weight / weight
            );
        }
    }
}
