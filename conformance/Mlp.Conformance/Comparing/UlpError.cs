namespace Mlp.Conformance;

/// <summary>
/// Errors in units in the last place: |actual - expected| / ulp(expected), where ulp(v) is the distance from |v|, brought into the
/// type of the case, to the next larger number of that type. Nothing is judged by it: where terms cancel, an error of many such
/// units is as small as the operation allows, and its bound says so.
/// </summary>
public static class UlpError
{
    /// <summary>The largest of a result.</summary>
    /// <param name="value">The case.</param>
    /// <param name="result">What a backend gave for it.</param>
    /// <returns>
    /// Null where no real number is compared: whole numbers, texts, refusals, outputs of another shape. Infinite where NaN or an infinity
    /// does not match.
    /// </returns>
    public static double? Largest(Case value, Result? result)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (
            result?.Status != ResultStatus.Ok
            || value.ExpectsRefusal
            || value.DType is not (ElementType.Float32 or ElementType.Float64)
        )
        {
            return null;
        }

        var actual = result.Outputs.Leaves().ToLookup(leaf => leaf.Path, leaf => leaf.Leaf);
        double? largest = null;
        foreach (var (path, due) in Comparison.Reference(value).Leaves())
        {
            if (
                actual[path].FirstOrDefault() is { } found
                && Comparison.AsTensor(due) is { } expected and not Tensor<long>
                && Comparison.AsTensor(found) is { } given
                && expected.Shape.SequenceEqual(given.Shape)
                && expected.Length > 0
            )
            {
                var single = value.DType == ElementType.Float32 && !IsStatistic(value, path);
                largest = Math.Max(largest ?? 0, Largest(expected, given, single));
            }
        }

        return largest;
    }

    private static double Largest(Tensor expected, Tensor actual, bool single)
    {
        var rounding = new Rounding(single ? Precision.Float32 : Precision.Float64, Warns: false);
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            // As the judge has it: beyond the range of float32 its infinity is due.
            var due = single ? (float)expected[i] : expected[i];
            var error =
                !double.IsInfinity(due) ? Comparison.Distance(expected, actual, i, signs: false)
                : actual[i] == due ? 0
                : double.PositiveInfinity;
            if (error > 0)
            {
                largest = Math.Max(largest, error / rounding.Ulp(due));
            }
        }

        return largest;
    }

    // Float64 by rule, whatever the rows are.
    private static bool IsStatistic(Case value, string path) =>
        value.Family == "scaler" && path is "mean_" or "var_" or "scale_";
}
