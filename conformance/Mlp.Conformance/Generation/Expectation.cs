namespace Mlp.Conformance.Generation;

/// <summary>
/// Gives a case its expectation: by the truth in float64, on inputs widened from float32, if a second implementation in
/// float64 agrees within 4 times the policy's bound for float64.
/// </summary>
/// <param name="truth">The plain float64 loop.</param>
/// <param name="second">An implementation written by itself.</param>
/// <param name="dataFolder">Folder of the real data sets; null for none.</param>
public sealed class Expectation(IBackend truth, IBackend second, string? dataFolder = null)
{
    private const double Agreement = 4;

    private readonly Runner first = new(truth, dataFolder);
    private readonly Runner other = new(second, dataFolder);
    private readonly Judge judge = new();

    /// <summary>The case with expectation, bounds and source; null when its data are not here.</summary>
    /// <exception cref="InvalidCaseException">The truth gives no answer, the two differ, or the answer is too degenerate to prove anything.</exception>
    public Case? Complete(Case draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft = WithDigests(draft);
        // A refusal must come in the type that is asked for: widened inputs might be in order.
        var asked = draft.ExpectsRefusal ? draft : Widen(draft);
        var answer = first.Run(asked);
        var opinion = other.Run(asked);
        if (answer.Status == ResultStatus.Absent)
        {
            return null;
        }

        Demand(answer, draft);
        Demand(opinion, draft);
        var exact = Tolerance.Of(asked, answer.Outputs, Precision.Float64);
        var compared = judge.Verdict(
            asked with
            {
                Expected = answer.Outputs,
                Bounds = exact.ToDictionary(entry => entry.Key, entry => Loosen(entry.Value)),
                Tags = draft.Tags,
            },
            opinion
        );
        if (compared.IsBad)
        {
            throw new InvalidCaseException(FailureText.Of(compared));
        }

        return draft with
        {
            Expected = answer.Outputs,
            Bounds = Tolerance.Of(
                draft,
                answer.Outputs,
                draft.DType == ElementType.Float32 ? Precision.Float32 : Precision.Float64
            ),
            Source = $"plain float64 loop of this project; agrees with {NameOf(second)} float64",
        };
    }

    // What a reader in another language checks its copy of the formula's weights against.
    private static Case WithDigests(Case draft) =>
        draft.Family == "fit_real"
            ? draft with
            {
                Inputs = Node.Map.Of(
                    (
                        "initial_weights_digest",
                        RealFitRuns.Digests(
                            RealFitRuns.InitialWeights(SpecReader.Model(draft.Params))
                        )
                    )
                ),
            }
            : draft;

    // The library that computes, where it is another's.
    private static string NameOf(IBackend backend) =>
        backend.Environment.TryGetValue("torchsharp", out var version)
            // What a build server appends to the version says nothing about the numbers.
            ? $"TorchSharp {version.Split('+')[0]}"
            : backend.Environment["implementation"];

    private static void Demand(Result result, Case draft)
    {
        if (result.Status != ResultStatus.Ok)
        {
            throw new InvalidCaseException(
                $"{result.Id}: {result.Backend} gave no answer ({result.Status}): {result.Message}"
            );
        }

        if (draft.ExpectsRefusal && !result.Outputs.TryGet("raises", out _))
        {
            throw new InvalidCaseException(
                $"{result.Id}: {result.Backend} did not refuse what it must."
            );
        }
    }

    private static Case Widen(Case draft) =>
        draft.DType == ElementType.Float32
            ? draft with
            {
                DType = ElementType.Float64,
                Inputs = Widen(draft.Inputs).AsMap(),
            }
            : draft;

    private static Node Widen(Node node) =>
        node switch
        {
            Node.OfTensor { Value: Tensor<float> tensor } => tensor.ToFloat64(),
            Node.List list => new Node.List([.. list.Items.Select(Widen)]),
            Node.Map map => Node.Map.Of(
                map.Entries.Select(entry => (entry.Key, Widen(entry.Value)))
            ),
            _ => node,
        };

    private static Bound Loosen(Bound bound) =>
        bound with
        {
            Fail = Tensor.Create(
                [.. bound.Fail.Values.ToArray().Select(value => Agreement * value)],
                [.. bound.Fail.Shape]
            ),
            Warn = null,
        };
}
