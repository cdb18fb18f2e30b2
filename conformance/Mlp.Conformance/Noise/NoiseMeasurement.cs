using Mlp.Conformance.Truth;

namespace Mlp.Conformance;

/// <summary>
/// Measures the noise of trainings: runs each on the plain loop as it is (in order, without fused multiply-add), under reversed
/// sums, under 1-ULP input noise, and on other backends as they are, and takes the largest distance between any two of them and
/// the expectation; at least one step of the type at the largest value.
/// </summary>
public sealed class NoiseMeasurement
{
    // Each draws other steps; the envelope is the widest of them.
    private const int Draws = 4;

    private readonly Runner[] runners;

    /// <summary>Of the plain loop and of <paramref name="others"/>: the SIMD paths.</summary>
    /// <param name="others">Backends that run as they are.</param>
    /// <param name="dataFolder">Folder of the real data sets; null for none.</param>
    public NoiseMeasurement(IEnumerable<IBackend> others, string? dataFolder = null)
    {
        var plain = new PlainBackend();
        runners =
        [
            .. new IBackend[] { plain, new ReversedSums(plain) }
                .Concat(Enumerable.Range(0, Draws).Select(seed => new InputNoise(plain, seed)))
                .Concat(others)
                .Select(backend => new Runner(backend, dataFolder)),
        ];
    }

    /// <summary>The envelope of every trajectory among the cases whose data are here.</summary>
    /// <exception cref="InvalidCaseException">A backend gives no answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public NoiseEnvelope Measure(IEnumerable<Case> cases, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var envelopes = new Dictionary<string, IReadOnlyDictionary<string, double>>();
        foreach (var value in cases.Where(Trajectories.Covers))
        {
            if (Of(value, cancellation) is { } outputs)
            {
                envelopes[value.Id] = outputs;
            }
        }

        return new(envelopes);
    }

    /// <summary>The envelope of each output of a case, by path; null where its data are not here.</summary>
    /// <exception cref="InvalidCaseException">A backend gives no answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyDictionary<string, double>? Of(
        Case value,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(value);
        Result[] results = [.. runners.Select(runner => runner.Run(value, cancellation))];
        if (results.Any(result => result.Status == ResultStatus.Absent))
        {
            return null;
        }

        var failed = results.FirstOrDefault(result => result.Status != ResultStatus.Ok);
        if (failed is not null)
        {
            throw new InvalidCaseException(
                $"{value.Id}: {failed.Backend} gave no answer ({failed.Status}): {failed.Message}"
            );
        }

        Dictionary<string, Node>[] runs =
        [
            .. results.Select(result => Leaves(result.Outputs)),
            Leaves(Comparison.Reference(value)),
        ];
        var envelopes = new Dictionary<string, double>();
        foreach (
            var path in runs[0].Where(leaf => leaf.Value is Node.OfTensor).Select(leaf => leaf.Key)
        )
        {
            Tensor?[] tensors =
            [
                .. runs.Select(run =>
                    run.TryGetValue(path, out var leaf) ? Comparison.AsTensor(leaf) : null
                ),
            ];
            if (Spread(tensors) is { } noise)
            {
                envelopes[path] = RoundUp(Math.Max(noise, Ulp(value, tensors[^1]!)));
            }
        }

        return envelopes;
    }

    private static Dictionary<string, Node> Leaves(Node.Map outputs) =>
        outputs.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);

    // Null where the runs do not give numbers of one shape, or one of them is not finite where another is.
    private static double? Spread(Tensor?[] tensors)
    {
        var largest = 0.0;
        foreach (var a in tensors)
        {
            foreach (var b in tensors)
            {
                if (a is null || b is null || !a.Shape.SequenceEqual(b.Shape))
                {
                    return null;
                }

                for (var i = 0; i < a.Length; i++)
                {
                    largest = Math.Max(largest, Comparison.Distance(a, b, i, signs: false));
                }
            }
        }

        return double.IsFinite(largest) ? largest : null;
    }

    // Runs that all agree may still be rounded otherwise by the next: one step of the largest value is never more than noise.
    private static double Ulp(Case value, Tensor expected)
    {
        var precision = value.DType == ElementType.Float64 ? Precision.Float64 : Precision.Float32;
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = double.IsFinite(expected[i])
                ? Math.Max(largest, Math.Abs(expected[i]))
                : largest;
        }

        return largest == 0 ? 0 : new Rounding(precision, Warns: false).Ulp(largest);
    }

    // Three digits are read more easily, and change less often.
    private static double RoundUp(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        var text = (Math.Ceiling(value / unit) * unit).ToString(
            "E2",
            System.Globalization.CultureInfo.InvariantCulture
        );
        return double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
