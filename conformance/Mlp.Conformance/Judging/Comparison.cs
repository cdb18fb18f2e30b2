using System.Globalization;

namespace Mlp.Conformance;

/// <summary>Compares the outputs of a result with those of a case, leaf by leaf.</summary>
internal static class Comparison
{
    /// <summary>Every expected output, in order; then outputs that have no place in the expected tree.</summary>
    public static IReadOnlyList<OutputVerdict> Of(Case value, Node.Map outputs)
    {
        if (value.ExpectsRefusal)
        {
            return [Refusal(outputs)];
        }

        var bounds = Tolerance.Of(value);
        var actual = outputs.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
        var reference = Reference(value)
            .Leaves()
            .ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
        var due = value
            .Expected.Leaves()
            .Where(leaf => leaf.Path.Length > 0)
            .ToDictionary(
                leaf => leaf.Path,
                leaf => reference.GetValueOrDefault(leaf.Path, leaf.Leaf)
            );
        return
        [
            .. due.Select(leaf =>
                Leaf(
                    value,
                    leaf.Key,
                    leaf.Value,
                    actual.GetValueOrDefault(leaf.Key),
                    bounds.GetValueOrDefault(leaf.Key, Bounds.Exact)
                )
            ),
            .. Statistics(value, actual),
            .. Surplus(value, actual.Keys.Where(path => !due.ContainsKey(path))),
        ];
    }

    /// <summary>What a case is held to: of an imported one its library's float64, where it gave one.</summary>
    internal static Node.Map Reference(Case value) =>
        value.Bounds is null ? Imported.Reference(value) : value.Expected;

    private static OutputVerdict Refusal(Node.Map outputs)
    {
        var refused =
            outputs.TryGet("raises", out var raises) && raises is Node.Flag { Value: true };
        return new(
            "raises",
            refused ? VerdictKind.Passed : VerdictKind.Failed,
            1,
            refused ? 0 : double.PositiveInfinity,
            0,
            0,
            Bounds.Exact.Policy,
            null,
            "an ArgumentException",
            refused ? "one" : "none",
            refused ? null : "a refusal is due, and none came"
        );
    }

    // Statistics from 60-digit arithmetic, where an imported case has them, are held to the policy itself.
    private static IEnumerable<OutputVerdict> Statistics(
        Case value,
        Dictionary<string, Node> actual
    )
    {
        if (value.Truth is null || value.Family != "scaler")
        {
            yield break;
        }

        var bounds = ScalerBounds.Of(value, value.Expected);
        foreach (var (name, output) in new[] { ("mean", "mean_"), ("var", "var_") })
        {
            if (value.Truth.TryGet(name, out var truth) && value.Expected.TryGet(output, out _))
            {
                yield return Leaf(
                    value,
                    $"{output} (60 digits)",
                    truth,
                    actual.GetValueOrDefault(output),
                    bounds[output]
                );
            }
        }
    }

    // Outputs of other names may be there; within an expected one the tree must be the same.
    private static IEnumerable<OutputVerdict> Surplus(Case value, IEnumerable<string> paths)
    {
        var names = value.Expected.Keys.ToHashSet(StringComparer.Ordinal);
        return paths
            .Where(path => names.Contains(path.Split('/')[0]))
            .Select(path =>
                Wrong(
                    path,
                    Bounds.Exact,
                    "nothing",
                    "an output",
                    "is there, though nothing is expected of that name"
                )
            );
    }

    private static OutputVerdict Leaf(Case value, string path, Node due, Node? found, Bound bound)
    {
        if (found is null)
        {
            return Wrong(path, bound, Show(due), "nothing", "is missing");
        }

        // Files may write a scalar as a plain number.
        if (AsTensor(due) is { } expected && AsTensor(found) is { } actual)
        {
            if (RowType(value, path) is { } type && actual.Type != type)
            {
                return Wrong(
                    path,
                    bound,
                    TensorValues.Name(type),
                    actual.ToString(),
                    $"is {TensorValues.Name(actual.Type)}, expected {TensorValues.Name(type)}: rows come out as they went in, whole numbers as float64"
                );
            }

            return expected.Shape.SequenceEqual(actual.Shape)
                ? Values(value, path, expected, actual, bound)
                : Wrong(
                    path,
                    bound,
                    expected.ToString(),
                    actual.ToString(),
                    $"has shape {Tensor.FormatShape(actual.Shape)}, expected {Tensor.FormatShape(expected.Shape)}"
                );
        }

        var same = (due, found) switch
        {
            (Node.Text a, Node.Text b) => a.Value == b.Value,
            (Node.Flag a, Node.Flag b) => a.Value == b.Value,
            (Node.Null, Node.Null) => true,
            (Node.List a, Node.List b) => a.Items.Count == b.Items.Count,
            (Node.Map a, Node.Map b) => a.Entries.Count == b.Entries.Count,
            _ => false,
        };
        // An empty list or map is a shape, and no value.
        var compared = due is Node.List or Node.Map ? 0 : 1;
        return same
            ? new(
                path,
                VerdictKind.Passed,
                compared,
                0,
                0,
                0,
                bound.Policy,
                null,
                Show(due),
                Show(found)
            )
            : Wrong(path, bound, Show(due), Show(found), $"is {Show(found)}, expected {Show(due)}");
    }

    // The one operation whose answer has a type by rule: statistics are float64 whatever the rows are, rows are not.
    private static ElementType? RowType(Case value, string path)
    {
        var rows = (value.Family, path) switch
        {
            ("scaler", "transformed" or "inverse_of_transformed") => "x",
            ("scaler", "transformed_more") => "more",
            _ => null,
        };
        return rows is null ? null
            : value.Inputs[rows].AsTensor().Type == ElementType.Float32 ? ElementType.Float32
            : ElementType.Float64;
    }

    private static OutputVerdict Values(
        Case value,
        string path,
        Tensor expected,
        Tensor actual,
        Bound bound
    )
    {
        foreach (var limit in new[] { bound.Fail, bound.Warn })
        {
            if (limit is not null && limit.Length != 1 && limit.Length != expected.Length)
            {
                throw new InvalidCaseException(
                    $"{value.Id}: the bound of {path} has {limit.Length} values for {expected.Length}; give one, or one an element."
                );
            }
        }

        var signs = value.Tags.Contains("signed_zero");
        var single = value.DType == ElementType.Float32;
        long? bad = null;
        var warns = false;
        var (worst, worstError, worstAt) = (-1.0, 0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            var due = expected[i];
            // An expectation beyond the range of float32 is its infinity there.
            due = single && double.IsFinite(due) && !float.IsFinite((float)due) ? (float)due : due;
            var found = actual[i];
            var error =
                expected is Tensor<long> && actual is Tensor<long>
                    ? Distance(expected, actual, i, signs)
                    : Error(due, found, signs);
            var fail = At(bound.Fail, i);
            var ratio =
                error == 0 ? 0
                : fail == 0 ? double.PositiveInfinity
                : error / fail;
            // Asked this way round, a bound that is no number forgives nothing; and none is so wide as to take NaN for a number.
            if (!(error <= fail) || double.IsInfinity(error))
            {
                bad ??= i;
            }

            warns |= bound.Warn is not null && error > At(bound.Warn, i);
            if (ratio > worst)
            {
                (worst, worstError, worstAt) = (ratio, error, i);
            }
        }

        var shown = (int)(bad ?? worstAt);
        return new(
            path,
            bad is not null ? VerdictKind.Failed
                : warns ? VerdictKind.Warned
                : VerdictKind.Passed,
            // A tensor without values is held to its shape.
            Math.Max(expected.Length, 1),
            Math.Max(worst, 0),
            worstError,
            expected.Length == 0 ? 0 : At(bound.Fail, worstAt),
            bound.Policy,
            bad,
            expected.Length == 0 ? "no values" : FailureText.Number(expected[shown]),
            expected.Length == 0 ? "no values" : FailureText.Number(actual[shown])
        );
    }

    /// <summary>|actual - expected| at a flat index; infinite where NaN, an infinity or, if asked for, the sign of a zero does not match.</summary>
    internal static double Distance(Tensor expected, Tensor actual, int index, bool signs) =>
        expected is Tensor<long> a && actual is Tensor<long> b
            ? Math.Abs((double)((Int128)a.Values[index] - b.Values[index]))
            : Error(expected[index], actual[index], signs);

    // NaN matches only NaN, an infinity only itself. Infinite where they do not match: no bound is that wide.
    private static double Error(double expected, double actual, bool signs)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual))
        {
            return double.IsNaN(expected) && double.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        if (double.IsInfinity(expected) || double.IsInfinity(actual))
        {
            return expected == actual ? 0 : double.PositiveInfinity;
        }

        return
            signs
            && expected == 0
            && actual == 0
            && double.IsNegative(expected) != double.IsNegative(actual)
            ? double.PositiveInfinity
            : Math.Abs(actual - expected);
    }

    private static double At(Tensor<double> bound, int index) =>
        bound[bound.Length == 1 ? 0 : index];

    /// <summary>A tensor, or a plain number as a scalar; null for anything else.</summary>
    internal static Tensor? AsTensor(Node node) =>
        node switch
        {
            Node.OfTensor tensor => tensor.Value,
            Node.Number number => Tensor.Scalar(number.Value),
            _ => null,
        };

    private static OutputVerdict Wrong(
        string path,
        Bound bound,
        string expected,
        string actual,
        string message
    ) =>
        new(
            path,
            VerdictKind.Failed,
            1,
            double.PositiveInfinity,
            double.PositiveInfinity,
            0,
            bound.Policy,
            null,
            expected,
            actual,
            message
        );

    private static string Show(Node node) =>
        node switch
        {
            Node.OfTensor tensor => tensor.Value.ToString(),
            Node.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            Node.Text text => $"'{text.Value}'",
            Node.Flag flag => flag.Value ? "true" : "false",
            Node.List list => $"a list of {list.Items.Count}",
            Node.Map map => $"a map of {map.Entries.Count}",
            _ => "null",
        };
}
