namespace Mlp.Conformance;

/// <summary>The errors of two backends in float32 on the same cases of a family, as shares of their bounds.</summary>
/// <param name="Family">Name of the family.</param>
/// <param name="Cases">How many cases both answered.</param>
/// <param name="LeftHigh">99th percentile of the largest error / bound of each case, of the first backend.</param>
/// <param name="LeftWorst">The largest of all.</param>
/// <param name="LeftWorstId">The case it is from.</param>
/// <param name="RightHigh">The same of the second backend.</param>
/// <param name="RightWorst">The same of the second backend.</param>
/// <param name="RightWorstId">The same of the second backend.</param>
/// <param name="Beyond">Cases in which an error of the first exceeds twice that of the second by more than the warning bound.</param>
public sealed record ErrorRow(
    string Family,
    int Cases,
    double LeftHigh,
    double LeftWorst,
    string LeftWorstId,
    double RightHigh,
    double RightWorst,
    string RightWorstId,
    IReadOnlyList<string> Beyond
)
{
    /// <summary>Whether the first is no worse: its 99th percentile at most that of the second + 0.05.</summary>
    public bool MeetsAim => LeftHigh <= RightHigh + ErrorTable.Aim;
}

/// <summary>
/// Whether one backend computes as exactly as another, in float32 against float64. The aim: of each family, the 99th percentile of
/// error / bound is at most that of the other + 0.05. The demand, of every value: error &lt;= 2 * (error of the other) + warning bound.
/// </summary>
public sealed class ErrorTable
{
    /// <summary>How much worse the 99th percentile may be.</summary>
    public const double Aim = 0.05;

    private const double Percentile = 0.99;

    /// <summary>Of the results of two backends.</summary>
    /// <param name="judge">Judges both.</param>
    /// <param name="pairs">Each case with both results; those that are not float32, or that one of the two did not answer, are left out.</param>
    public ErrorTable(Judge judge, IEnumerable<(Case Case, Result? Left, Result? Right)> pairs)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(pairs);
        var judged = pairs
            .Where(pair => pair.Case.DType == ElementType.Float32)
            .Where(pair => pair is { Left.Status: ResultStatus.Ok, Right.Status: ResultStatus.Ok })
            .Select(pair =>
                (
                    pair.Case,
                    Left: judge.Verdict(pair.Case, pair.Left),
                    Right: judge.Verdict(pair.Case, pair.Right),
                    IsBeyond: IsBeyond(pair.Case, pair.Left!, pair.Right!)
                )
            )
            .Where(pair => pair.Left.Compared > 0 && pair.Right.Compared > 0)
            .ToLookup(pair => pair.Case.Family);
        Rows =
        [
            .. Families
                .All.Where(judged.Contains)
                .Select(family => Row(family, [.. judged[family]])),
        ];
        ExitCode =
            Rows.Count == 0 ? 3
            : Rows.All(row => row.MeetsAim && row.Beyond.Count == 0) ? 0
            : 1;
    }

    /// <summary>In the order of <see cref="Families.All"/>; families without cases are left out.</summary>
    public IReadOnlyList<ErrorRow> Rows { get; }

    /// <summary>0: aim and demand hold in every family; 1: not so; 3: nothing to compare.</summary>
    public int ExitCode { get; }

    private static ErrorRow Row(
        string family,
        (Case Case, Verdict Left, Verdict Right, bool IsBeyond)[] pairs
    )
    {
        var (left, right) = (
            pairs.MaxBy(pair => pair.Left.WorstRatio).Left,
            pairs.MaxBy(pair => pair.Right.WorstRatio).Right
        );
        return new(
            family,
            pairs.Length,
            High(pairs.Select(pair => pair.Left.WorstRatio)),
            left.WorstRatio,
            left.Case.Id,
            High(pairs.Select(pair => pair.Right.WorstRatio)),
            right.WorstRatio,
            right.Case.Id,
            [.. pairs.Where(pair => pair.IsBeyond).Select(pair => pair.Case.Id)]
        );
    }

    // The smallest value that at least 99 of 100 do not exceed.
    private static double High(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(Percentile * sorted.Length) - 1];
    }

    private static bool IsBeyond(Case value, Result left, Result right)
    {
        if (value.ExpectsRefusal)
        {
            return false;
        }

        var bounds = Tolerance.Of(value);
        var (a, b) = (Leaves(left.Outputs), Leaves(right.Outputs));
        return Comparison
            .Reference(value)
            .Leaves()
            .Any(leaf =>
                a.TryGetValue(leaf.Path, out var first)
                && b.TryGetValue(leaf.Path, out var second)
                && bounds.TryGetValue(leaf.Path, out var bound)
                && IsBeyond(leaf.Leaf, first, second, bound)
            );
    }

    private static bool IsBeyond(Node expected, Node left, Node right, Bound bound)
    {
        if (
            Comparison.AsTensor(expected) is not { } due
            || Comparison.AsTensor(left) is not { } a
            || Comparison.AsTensor(right) is not { } b
            || !due.Shape.SequenceEqual(a.Shape)
            || !due.Shape.SequenceEqual(b.Shape)
        )
        {
            return false;
        }

        for (var i = 0; i < due.Length; i++)
        {
            if (
                Comparison.Distance(due, a, i, signs: false)
                > 2 * Comparison.Distance(due, b, i, signs: false) + bound.WarnAt(i)
            )
            {
                // Beyond the range of float32 both are its infinity, which is due there.
                if (a[i] != b[i])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static Dictionary<string, Node> Leaves(Node.Map outputs) =>
        outputs.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
}
