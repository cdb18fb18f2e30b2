namespace Mlp.Conformance.Mutants.Families;

internal static class ScalerMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "unbiased_variance",
            "scaler",
            "The variance divides by n - 1, as pandas and torch do",
            "Truth/Preprocessing/Scaler.cs",
            "(Squares / Weight).High;",
            "(Squares / (Weight + -1)).High;"
        ),
        new(
            "difference_of_squares_in_float32",
            "scaler",
            "The variance is E[x^2] - E[x]^2 in float32",
            "Truth/Preprocessing/Scaler.cs",
            "return new(weight, mean, squares);",
            """
            var (total, totalOfSquares) = (0f, 0f);
            foreach (var (value, w) in values)
            {
                total += (float)w * (float)value;
                totalOfSquares += (float)w * (float)value * (float)value;
            }

            var n = (float)weight.High;
            return new(weight, mean, (totalOfSquares / n - total / n * (total / n)) * n);
            """
        ),
        new(
            "difference_of_squares",
            "scaler",
            "The variance is E[x^2] - E[x]^2 in float64",
            "Truth/Preprocessing/Scaler.cs",
            "return new(weight, mean, squares);",
            """
            var (total, totalOfSquares) = (0.0, 0.0);
            foreach (var (value, w) in values)
            {
                total += w * value;
                totalOfSquares += w * value * value;
            }

            var n = weight.High;
            return new(weight, mean, (totalOfSquares / n - total / n * (total / n)) * n);
            """
        ),
        new(
            "statistics_in_float32",
            "scaler",
            "The mean is kept in float32",
            "Truth/Preprocessing/Scaler.cs",
            "var mean = sum / weight; DoubleDouble squares = 0;",
            "DoubleDouble mean = (float)(sum / weight).High; DoubleDouble squares = 0;"
        ),
        new(
            "constant_column_divided_by_0",
            "scaler",
            "A constant column is divided by its deviation of 0",
            "Truth/Preprocessing/Scaler.cs",
            "return Variance <= Weight.High * Eps * Variance + noise * noise ? 1",
            "return double.IsNaN(Variance + noise + Eps) ? 1"
        ),
        new(
            "epsilon_added_to_the_deviation",
            "scaler",
            "1e-8 is added to the deviation against division by 0",
            "Truth/Preprocessing/Scaler.cs",
            ": Math.Sqrt(Variance);",
            ": Math.Sqrt(Variance) + 1e-8;"
        ),
        new(
            "nan_not_left_out",
            "scaler",
            "NaN is not left out of the statistics of its column",
            "Truth/Preprocessing/Scaler.cs",
            "if (!double.IsNaN(value))",
            ""
        ),
        new(
            "rows_with_nan_left_out",
            "scaler",
            "A row that holds a NaN is left out of all columns",
            "Truth/Preprocessing/Scaler.cs",
            "if (!double.IsNaN(value))",
            "if (Enumerable.Range(0, columns.Length).All(c => !double.IsNaN(x[row * columns.Length + c])))"
        ),
        new(
            "chunks_merged_without_their_distance",
            "scaler",
            "Merging chunks adds their squares and leaves out the distance of their means",
            "Truth/Preprocessing/Scaler.cs",
            "Squares + other.Squares + difference * difference * Weight * other.Weight / weight",
            "Squares + other.Squares"
        ),
        new(
            "chunks_merged_as_equals",
            "scaler",
            "The mean of two chunks is the mean of their means, however many rows each has",
            "Truth/Preprocessing/Scaler.cs",
            "Mean + difference * other.Weight / weight,",
            "Mean + difference / 2,"
        ),
        new(
            "integers_come_out_float32",
            "scaler",
            "Integer rows come out as float32",
            "Truth/Preprocessing/Scaler.cs",
            "return x.Type == ElementType.Float32 ?",
            "return x.Type != ElementType.Float64 ?"
        ),
        new(
            "infinity_passes",
            "scaler",
            "Infinity is not refused and makes its column NaN",
            "Truth/Preprocessing/Scaler.cs",
            "if (double.IsInfinity(x[i]))",
            "if (double.IsInfinity(x[i]) && x.Rank == 0)"
        ),
        new(
            "constant_only_at_0",
            "scaler",
            "A column is constant only where its variance is exactly 0: noise on a large offset is blown up",
            "Truth/Preprocessing/Scaler.cs",
            "Variance <= Weight.High * Eps * Variance + noise * noise",
            "Variance <= noise * 0"
        ),
        new(
            "empty_chunk_column_is_nan",
            "scaler",
            "A chunk whose column is all NaN makes the column NaN for good",
            "Truth/Preprocessing/Scaler.cs",
            "if (other.Weight.High == 0) { return this; }",
            ""
        ),
    ];
}
