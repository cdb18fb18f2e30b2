namespace Mlp.Conformance;

/// <summary>Says of each case what became of it from one result to another: from a baseline to today, or from one backend to another.</summary>
/// <param name="judge">Judges both results.</param>
/// <param name="noise">How far outputs may move and still be called the same; null takes what was recorded.</param>
public sealed class Differ(Judge judge, NoiseEnvelope? noise = null)
{
    private readonly NoiseEnvelope noise = noise ?? NoiseEnvelope.Recorded;

    /// <summary>What became of a case.</summary>
    /// <param name="value">The case.</param>
    /// <param name="before">The first result; null where there is none.</param>
    /// <param name="after">The second result; null where there is none.</param>
    public Change Of(Case value, Result? before, Result? after)
    {
        ArgumentNullException.ThrowIfNull(value);
        var (first, second) = (Verdict(before), Verdict(after));
        return (first, second) switch
        {
            (null, null) => Without(ChangeKind.Absent, after?.Message),
            (null, _) => Without(ChangeKind.New, null),
            // A case on real data leaves no row where the data are not.
            (_, null) when value.Family == "fit_real" => Without(
                ChangeKind.Absent,
                after?.Message ?? "there is no result: its data were not there"
            ),
            (_, null) => Without(ChangeKind.Lost, after?.Message),
            _ => Compared(value, before!, after!, first, second),
        };

        Verdict? Verdict(Result? result) =>
            result is null or { Status: ResultStatus.Absent } ? null : judge.Verdict(value, result);

        Change Without(ChangeKind kind, string? message) =>
            new(value, kind, first, second, [], message);
    }

    private Change Compared(Case value, Result before, Result after, Verdict first, Verdict second)
    {
        if (before.Status != after.Status)
        {
            var broken = second.IsBad || before.Status == ResultStatus.Ok;
            return new(
                value,
                broken ? ChangeKind.Broken : ChangeKind.Drifted,
                first,
                second,
                [],
                $"was {Name(before.Status)}, now {Name(after.Status)}{(after.Message is null ? "" : $": {after.Message}")}"
            );
        }

        var (outputs, message) = Moved(value, before.Outputs, after.Outputs);
        var kind =
            outputs.Count == 0 ? ChangeKind.Equal
            : second.IsBad ? ChangeKind.Broken
            : outputs.All(output => output.IsNoise) ? ChangeKind.Inside
            : ChangeKind.Drifted;
        return new(value, kind, first, second, outputs, message);
    }

    private (IReadOnlyList<OutputChange> Outputs, string? Message) Moved(
        Case value,
        Node.Map before,
        Node.Map after
    )
    {
        var moved = new List<OutputChange>();
        string? message = null;
        // What cannot be judged has no bounds: then any move counts in full.
        var bounds = BoundsOf(value);
        var second = after.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
        foreach (var (path, leaf) in before.Leaves())
        {
            if (!second.Remove(path, out var other))
            {
                Other(path, "is gone");
            }
            else if (Comparison.AsTensor(leaf) is { } a && Comparison.AsTensor(other) is { } b)
            {
                if (!a.Shape.SequenceEqual(b.Shape))
                {
                    Other(
                        path,
                        $"had shape {Tensor.FormatShape(a.Shape)}, has {Tensor.FormatShape(b.Shape)}"
                    );
                }
                else if (Moved(value, path, a, b, bounds.GetValueOrDefault(path)) is { } output)
                {
                    moved.Add(output);
                }
            }
            else if (NodeJson.Text(leaf) != NodeJson.Text(other))
            {
                Other(path, $"was {NodeJson.Text(leaf)}, is {NodeJson.Text(other)}");
            }
        }

        foreach (var path in second.Keys)
        {
            Other(path, "is new");
        }

        return (moved, message);

        void Other(string path, string what)
        {
            message ??= $"{path} {what}";
            moved.Add(
                new(
                    path,
                    double.PositiveInfinity,
                    double.PositiveInfinity,
                    0,
                    double.NaN,
                    double.NaN,
                    IsNoise: false
                )
            );
        }
    }

    private OutputChange? Moved(Case value, string path, Tensor before, Tensor after, Bound? bound)
    {
        var signs = value.Tags.Contains("signed_zero");
        var envelope = noise.Of(value.Id, path);
        OutputChange? worst = null;
        var isNoise = true;
        for (var i = 0; i < before.Length; i++)
        {
            var distance = Comparison.Distance(before, after, i, signs);
            if (distance == 0)
            {
                continue;
            }

            isNoise &= distance <= (envelope ?? bound?.WarnAt(i) ?? 0);
            var share = distance / (bound?.FailAt(i) ?? 0);
            if (worst is null || share > worst.Share)
            {
                worst = new(path, distance, share, i, before[i], after[i], false);
            }
        }

        return worst is null ? null : worst with { IsNoise = isNoise };
    }

    private static IReadOnlyDictionary<string, Bound> BoundsOf(Case value)
    {
        try
        {
            return value.ExpectsRefusal ? new Dictionary<string, Bound>() : Tolerance.Of(value);
        }
        // A stranger's case may name or lack anything; its verdict says so.
        catch (Exception none) when (none is not OutOfMemoryException)
        {
            return new Dictionary<string, Bound>();
        }
    }

    private static string Name(ResultStatus status) => status.ToString().ToLowerInvariant();
}
