namespace Mlp.Conformance;

/// <summary>One training on two backends, side by side.</summary>
/// <param name="Case">The case.</param>
/// <param name="Epochs">Epochs that both trained.</param>
/// <param name="LeftLoss">Loss of the last epoch, of the first backend.</param>
/// <param name="RightLoss">Loss of the last epoch, of the second.</param>
/// <param name="LossGap">Largest |left - right| of the loss of an epoch, relative to max(1, |left|).</param>
/// <param name="WeightGap">Largest |left - right| of a weight after training, relative to the largest weight; null where neither gives weights.</param>
/// <param name="FirstDivergence">The first epoch, from 1, in which a figure differs by more than noise; null where none does.</param>
public sealed record TrajectoryPair(
    Case Case,
    int Epochs,
    double LeftLoss,
    double RightLoss,
    double LossGap,
    double? WeightGap,
    int? FirstDivergence
)
{
    /// <summary>The pair of two results; null where the case is no training, or one of the two did not train.</summary>
    public static TrajectoryPair? Of(
        Case value,
        Result? left,
        Result? right,
        NoiseEnvelope? noise = null
    )
    {
        ArgumentNullException.ThrowIfNull(value);
        if (
            !Trajectories.Covers(value)
            || Figure(left, "loss") is not { } a
            || Figure(right, "loss") is not { } b
            || a.Length == 0
            || a.Length != b.Length
        )
        {
            return null;
        }

        return new(
            value,
            a.Length,
            a[^1],
            b[^1],
            a.Zip(b, (x, y) => Gap(x, y) / Math.Max(1, Finite(x))).Max(),
            Weights(left!.Outputs, right!.Outputs),
            Divergence(value, left, right, noise ?? NoiseEnvelope.Recorded)
        );
    }

    private static double[]? Figure(Result? result, string name) =>
        result is null ? null : Trajectories.Figures(result.Outputs).GetValueOrDefault(name);

    private static int? Divergence(Case value, Result left, Result right, NoiseEnvelope noise)
    {
        var bounds = Tolerance.Of(value);
        return left.Outputs["history"]
            .AsMap()
            .Keys.Select(name =>
                Figure(left, name) is { } a
                && Figure(right, name) is { } b
                && $"history/{name}" is var path
                    ? First(
                        a,
                        b,
                        epoch =>
                            noise.Of(value.Id, path)
                            ?? bounds.GetValueOrDefault(path)?.WarnAt(epoch)
                            ?? 0
                    )
                    : null
            )
            .Min();
    }

    private static int? First(double[] left, double[] right, Func<int, double> allowed)
    {
        for (var epoch = 0; epoch < Math.Min(left.Length, right.Length); epoch++)
        {
            if (Gap(left[epoch], right[epoch]) > allowed(epoch))
            {
                return epoch + 1;
            }
        }

        return null;
    }

    // All weights, or those that a digest shows.
    private static double? Weights(Node.Map left, Node.Map right)
    {
        var (a, b) = (Variables(left), Variables(right));
        if (a.Length == 0 || a.Length != b.Length)
        {
            return null;
        }

        var (gap, largest) = (0.0, 0.0);
        foreach (var (x, y) in a.Zip(b).Where(pair => pair.First.Length == pair.Second.Length))
        {
            for (var i = 0; i < x.Length; i++)
            {
                gap = Math.Max(gap, Gap(x[i], y[i]));
                largest = Math.Max(largest, Finite(x[i]));
            }
        }

        return gap == 0 ? 0 : gap / largest;
    }

    private static Tensor[] Variables(Node.Map outputs) =>
        [
            .. outputs
                .Leaves()
                .Where(leaf =>
                    leaf.Path.StartsWith("final_weights/", StringComparison.Ordinal)
                    || (
                        leaf.Path.StartsWith("final_weights_digest/", StringComparison.Ordinal)
                        && leaf.Path.EndsWith("/value", StringComparison.Ordinal)
                    )
                )
                .Select(leaf => Comparison.AsTensor(leaf.Leaf))
                .OfType<Tensor>(),
        ];

    private static double Gap(double left, double right) =>
        Comparison.Distance(Tensor.Scalar(left), Tensor.Scalar(right), 0, signs: false);

    private static double Finite(double value) => double.IsFinite(value) ? Math.Abs(value) : 0;
}
