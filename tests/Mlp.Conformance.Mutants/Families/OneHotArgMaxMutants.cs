namespace Mlp.Conformance.Mutants.Families;

internal static class OneHotArgMaxMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "last_tie",
            "onehot_argmax",
            "Of equal maxima the last is taken, as >= makes it",
            "Truth/Preprocessing/ArgMax.cs",
            "values[i] > values[best] || T.IsNaN(values[i])",
            "values[i] >= values[best] || T.IsNaN(values[i])"
        ),
        new(
            "nan_ignored",
            "onehot_argmax",
            "NaN is passed over, as > alone makes it",
            "Truth/Preprocessing/ArgMax.cs",
            "!T.IsNaN(values[best]) && (values[i] > values[best] || T.IsNaN(values[i]))",
            "values[i] > values[best] || (T.IsNaN(values[best]) && !T.IsNaN(values[i]))"
        ),
        new(
            "last_nan",
            "onehot_argmax",
            "Of several NaN the last is taken",
            "Truth/Preprocessing/ArgMax.cs",
            "!T.IsNaN(values[best]) && (values[i] > values[best] || T.IsNaN(values[i]))",
            "T.IsNaN(values[i]) || values[i] > values[best]"
        ),
        new(
            "maximum_starts_at_0",
            "onehot_argmax",
            "The search starts from a maximum of 0: rows of negative values are of class 0",
            "Truth/Preprocessing/ArgMax.cs",
            "values[i] > values[best] ||",
            "(values[i] > values[best] && values[i] > T.Zero) ||"
        ),
        new(
            "largest_magnitude",
            "onehot_argmax",
            "The largest magnitude is taken, as BLAS' i_amax does",
            "Truth/Preprocessing/ArgMax.cs",
            "values[i] > values[best] ||",
            "T.Abs(values[i]) > T.Abs(values[best]) ||"
        ),
        new(
            "compared_in_float32",
            "onehot_argmax",
            "Values are compared as float32, so that close ones tie",
            "Truth/Preprocessing/ArgMax.cs",
            "line[j] = x[(o * line.Length + j) * inner + i];",
            "line[j] = (float)x[(o * line.Length + j) * inner + i];"
        ),
        new(
            "axis_ignored",
            "onehot_argmax",
            "The maximum is always taken along the last axis",
            "Truth/Preprocessing/ArgMax.cs",
            "var dropped = axis.Value < 0 ? axis.Value + x.Rank : axis.Value;",
            "var dropped = x.Rank - 1;"
        ),
        new(
            "tail_of_17_not_searched",
            "onehot_argmax",
            "A vector loop leaves the last of 17 values out of the search",
            "Truth/Preprocessing/ArgMax.cs",
            "for (var i = 1; i < values.Length; i++)",
            "for (var i = 1; i < (values.Length == 17 ? 16 : values.Length); i++)"
        ),
        new(
            "columns_as_many_as_distinct_labels",
            "onehot_argmax",
            "One-hot rows have as many columns as labels occur, as scikit-learn's encoder",
            "Truth/Preprocessing/OneHot.cs",
            "var columns = classes is null or 0 ? whole.Max() + 1 : classes.Value;",
            """
            var columns = classes is null or 0 ? whole.Distinct().Count() : classes.Value;
            if (classes is null or 0)
            {
                double[] known = [.. whole.Distinct().Order()];
                whole = Array.ConvertAll(whole, label => (double)Array.IndexOf(known, label));
            }
            """
        ),
        new(
            "labels_rounded",
            "onehot_argmax",
            "Labels that are not whole are rounded instead of truncated",
            "Truth/Preprocessing/OneHot.cs",
            "whole[i] = Math.Truncate(labels[i]);",
            "whole[i] = Math.Round(labels[i]);"
        ),
        new(
            "label_too_large_passes",
            "onehot_argmax",
            "A label beyond the columns is not refused: its 1 lands in the next row, or outside",
            "Truth/Preprocessing/OneHot.cs",
            "whole[i] < columns))",
            "!double.IsNaN(whole[i])))"
        ),
        new(
            "label_minus_1_refused",
            "onehot_argmax",
            "Label -1 is refused, where Keras sets the last column",
            "Truth/Preprocessing/OneHot.cs",
            "!(whole[i] >= -columns &&",
            "!(whole[i] >= 0 &&"
        ),
        new(
            "last_axis_of_1_kept",
            "onehot_argmax",
            "Labels (n, 1) give rows (n, 1, classes)",
            "Truth/Preprocessing/OneHot.cs",
            "labels.Rank > 1 && labels.Shape[^1] == 1 ? labels.Rank - 1 : labels.Rank",
            "labels.Rank"
        ),
    ];
}
