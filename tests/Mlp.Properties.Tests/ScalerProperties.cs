using CsCheck;

namespace Mlp.Properties.Tests;

/// <summary>What holds of the standard scaler, whatever the numbers.</summary>
[TestFixtureSource(typeof(Backends), nameof(Backends.Names))]
public class ScalerProperties(string backend)
{
    private readonly IOperations operations = Backends.Operations(backend);

    // An offset makes the way back lose digits; a column may be constant.
    private static readonly Gen<Tensor<double>> Tables =
        from rows in Draws.Rows
        from columns in Draws.Columns
        from offset in Gen.Int[-64, 64]
        from x in Draws.Matrix(rows, columns)
        select Tensor.Create(
            [.. x.Values.ToArray().Select(value => value + offset)],
            rows,
            columns
        );

    [Test]
    public void The_way_there_and_back_is_none([Values] Precision precision)
    {
        var u = Backends.UnitRoundoff(precision);
        Property.Holds(
            Tables,
            table =>
            {
                var x = table.To(precision);
                var scaler = operations.StandardScaler();
                scaler.Fit(x);
                Property.Close(
                    "inverse of transformed",
                    scaler.InverseTransform(scaler.Transform(x)),
                    x,
                    i =>
                    {
                        var mean = scaler.Mean![i % x.RowLength];
                        // x - mean, / scale, * scale round what is left of x; + mean rounds x.
                        return u * (4 * Math.Abs(x[i] - mean) + 2 * Math.Abs(x[i]));
                    }
                );
            }
        );
    }

    [Test]
    public void Rows_in_chunks_are_the_same_rows() =>
        Property.Holds(
            from x in Tables
            from cut in Gen.Int[0, x.Rows]
            select (x, cut),
            drawn =>
            {
                var (x, cut) = drawn;
                var (whole, parts) = (operations.StandardScaler(), operations.StandardScaler());
                whole.Fit(x);
                foreach (var part in new[] { x.Slice(0, cut), x.Slice(cut, x.Rows) })
                {
                    if (part.Rows > 0)
                    {
                        parts.PartialFit(part);
                    }
                }

                var u = Backends.UnitRoundoff(Precision.Float64);
                double Magnitude(int column) =>
                    Enumerable
                        .Range(0, x.Rows)
                        .Average(row => Math.Abs(x[row * x.RowLength + column]));
                Property.Close(
                    "mean",
                    parts.Mean!,
                    whole.Mean!,
                    column => 2 * (x.Rows + 4) * u * Magnitude(column)
                );
                // As the policy: 4*N*u*var, the square of the mean's own error, and a merge of two means.
                Property.Close(
                    "variance",
                    parts.Variance!,
                    whole.Variance!,
                    column =>
                    {
                        var (n, magnitude) = (x.Rows + 4.0, Magnitude(column));
                        var variance = whole.Variance![column];
                        return 2
                            * (
                                4 * n * u * variance
                                + Math.Pow(n * u * magnitude, 2)
                                + 4 * n * u * magnitude * Math.Sqrt(variance)
                            );
                    }
                );
            }
        );

    [Test]
    public void A_whole_weight_is_the_row_so_many_times() =>
        Property.Holds(
            from x in Tables
            from times in Gen.Int[1, 3].Array[x.Rows]
            select (x, times),
            drawn =>
            {
                var (x, times) = drawn;
                var (weighted, repeated) = (
                    operations.StandardScaler(),
                    operations.StandardScaler()
                );
                weighted.Fit(x, Array.ConvertAll(times, n => (double)n));
                repeated.Fit(
                    x.Gather([.. times.SelectMany((n, row) => Enumerable.Repeat(row, n))])
                );
                var u = Backends.UnitRoundoff(Precision.Float64);
                var n = times.Sum() + 4.0;
                for (var column = 0; column < x.RowLength; column++)
                {
                    var magnitude =
                        times.Select((t, row) => t * Math.Abs(x[row * x.RowLength + column])).Sum()
                        / times.Sum();
                    var variance = repeated.Variance![column];
                    var at = column;
                    Property.Close(
                        $"mean of column {column}",
                        Tensor.Scalar(weighted.Mean![at]),
                        Tensor.Scalar(repeated.Mean![at]),
                        _ => 4 * n * u * magnitude
                    );
                    Property.Close(
                        $"variance of column {column}",
                        Tensor.Scalar(weighted.Variance![at]),
                        Tensor.Scalar(variance),
                        _ => 4 * (4 * n * u * variance + Math.Pow(n * u * magnitude, 2))
                    );
                }
            }
        );
}
