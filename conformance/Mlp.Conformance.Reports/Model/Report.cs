namespace Mlp.Conformance.Reports;

/// <summary>What results come to: everything that a page, a summary or a machine is told of them.</summary>
/// <param name="Inputs">What it is made of.</param>
/// <param name="Backends">Every backend with the verdict on each case, in the order of the cases.</param>
/// <param name="Summary">Backend x family.</param>
/// <param name="Errors">The native backend beside TorchSharp in float32; null where one of them is not here.</param>
/// <param name="Devices">What each GPU gave, against the CPU.</param>
/// <param name="Drift">What moved since the baseline; null where there is none, or no backend of its name.</param>
/// <param name="Trainings">The cases that are whole trainings, with the figures of every epoch.</param>
public sealed record Report(
    ReportInputs Inputs,
    IReadOnlyList<BackendReport> Backends,
    Summary Summary,
    ErrorPair? Errors,
    IReadOnlyList<Movement> Devices,
    Movement? Drift,
    IReadOnlyList<Training> Trainings
)
{
    /// <summary>The verdicts that redden a run: failed, error or mistrusted.</summary>
    public IEnumerable<Outcome> Bad =>
        Backends.SelectMany(backend => backend.Outcomes.Where(outcome => outcome.Verdict.IsBad));

    /// <summary>The report of these inputs. Nothing else is looked at: the same inputs give the same report.</summary>
    public static Report Of(ReportInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        BackendReport[] backends =
        [
            .. inputs.Backends.Select(backend => BackendReport.Of(backend, inputs.Cases)),
        ];
        var cpu =
            inputs.Backends.FirstOrDefault(backend => backend.Name == "cpu")
            ?? inputs.Backends.FirstOrDefault(backend => IsOf(backend, "cpu"));
        var torch = inputs.Backends.FirstOrDefault(backend => IsOf(backend, "torch"));
        return new(
            inputs,
            backends,
            new(
                [.. backends.SelectMany(backend => backend.Verdicts)],
                [.. inputs.Backends.Select(backend => backend.Name)]
            ),
            cpu is null || torch is null ? null : ErrorPair.Of(inputs.Cases, cpu, torch),
            cpu is null
                ? []
                :
                [
                    .. backends
                        .Where(backend => IsOf(backend.Results, "gpu"))
                        .Select(gpu => Movement.Of(inputs.Cases, cpu, gpu.Results, gpu.LeftOut)),
                ],
            inputs.Backends.FirstOrDefault(backend => backend.Name == inputs.Baseline?.Name)
                is { } now
                ? Movement.Of(inputs.Cases, inputs.Baseline!, now)
                : null,
            [.. inputs.Cases.Where(Trajectories.Covers).Select(Train)]
        );

        Training Train(Case value) => Training.Of(value, inputs.Backends);
    }

    // cpu, cpu:avx2, ...
    private static bool IsOf(BackendResults backend, string kind) =>
        backend.Name.Split(':')[0] == kind;
}

/// <summary>One backend and how every case went on it.</summary>
/// <param name="Results">What it gave.</param>
/// <param name="Outcomes">One a case, in the order of the cases.</param>
/// <param name="Stale">Reasons of declines that no longer hold.</param>
public sealed record BackendReport(
    BackendResults Results,
    IReadOnlyList<Outcome> Outcomes,
    IReadOnlyList<string> Stale
)
{
    /// <summary>The verdicts alone.</summary>
    public IEnumerable<Verdict> Verdicts => Outcomes.Select(outcome => outcome.Verdict);

    /// <summary>Ids of the cases that it does not run, as a decline says: nothing of theirs can lie apart.</summary>
    internal IReadOnlySet<string> LeftOut =>
        Verdicts
            .Where(verdict =>
                verdict.Kind == VerdictKind.Declined
                && Results.Results.GetValueOrDefault(verdict.Case.Id)?.Status
                    == ResultStatus.Unsupported
            )
            .Select(verdict => verdict.Case.Id)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Judges what a backend gave.</summary>
    internal static BackendReport Of(BackendResults backend, IReadOnlyList<Case> cases)
    {
        var judge = new Judge(backend.Declines);
        Outcome[] outcomes =
        [
            .. cases
                .AsParallel()
                .AsOrdered()
                .Select(value =>
                {
                    var result = backend.Results.GetValueOrDefault(value.Id);
                    return new Outcome(
                        judge.Verdict(value, result, backend.Name),
                        UlpError.Largest(value, result),
                        $"{backend.Command} {FailureText.Quoted(value.Id)}"
                    );
                }),
        ];
        Verdict[] verdicts = [.. outcomes.Select(outcome => outcome.Verdict)];
        return new(
            backend,
            outcomes,
            [
                .. backend
                    .Declines.Where(decline =>
                        // Cases without a result may be the ones for which it holds.
                        !verdicts.Any(verdict =>
                            verdict.Kind == VerdictKind.Absent
                            && decline.Covers(verdict.Case, verdict.Backend)
                        ) && decline.IsStale(verdicts)
                    )
                    .Select(decline => decline.Reason),
            ]
        );
    }
}

/// <summary>How one case went on one backend.</summary>
/// <param name="Verdict">What the judge finds.</param>
/// <param name="Ulps">Largest error in units in the last place; null where no real number is compared.</param>
/// <param name="Command">The command that runs or judges just this.</param>
public sealed record Outcome(Verdict Verdict, double? Ulps, string Command);

/// <summary>Two backends and their errors by family.</summary>
/// <param name="Left">Name of the first.</param>
/// <param name="Right">Name of the second.</param>
/// <param name="Table">The errors.</param>
public sealed record ErrorPair(string Left, string Right, ErrorTable Table)
{
    internal static ErrorPair Of(
        IReadOnlyList<Case> cases,
        BackendResults left,
        BackendResults right
    ) =>
        new(
            left.Name,
            right.Name,
            new(
                new Judge(left.Declines),
                cases.Select(value =>
                    (
                        value,
                        left.Results.GetValueOrDefault(value.Id),
                        right.Results.GetValueOrDefault(value.Id)
                    )
                )
            )
        );
}

/// <summary>What became of every case from one set of results to another.</summary>
/// <param name="From">The first: name of a backend.</param>
/// <param name="FromSource">Where it is from.</param>
/// <param name="To">The second: name of a backend.</param>
/// <param name="Changes">By family, and everything that moved, the farthest first.</param>
/// <param name="LeftOut">How many cases were not compared, since the second declines them.</param>
public sealed record Movement(
    string From,
    string FromSource,
    string To,
    ChangeSummary Changes,
    int LeftOut = 0
)
{
    internal static Movement Of(
        IReadOnlyList<Case> cases,
        BackendResults from,
        BackendResults to,
        IReadOnlySet<string>? leftOut = null
    )
    {
        var differ = new Differ(new Judge(to.Declines));
        return new(
            from.Name,
            from.Source,
            to.Name,
            new([
                .. cases
                    .Where(value => leftOut?.Contains(value.Id) != true)
                    .AsParallel()
                    .AsOrdered()
                    .Select(value =>
                        differ.Of(
                            value,
                            from.Results.GetValueOrDefault(value.Id),
                            to.Results.GetValueOrDefault(value.Id)
                        )
                    ),
            ]),
            leftOut?.Count ?? 0
        );
    }
}

/// <summary>One training: what each backend watched in every epoch.</summary>
/// <param name="Case">The case.</param>
/// <param name="Expected">What is due, by name of the figure.</param>
/// <param name="Backends">What each backend gave, in the order of the backends; empty where it did not train.</param>
public sealed record Training(
    Case Case,
    IReadOnlyDictionary<string, double[]> Expected,
    IReadOnlyList<IReadOnlyDictionary<string, double[]>> Backends
)
{
    internal static Training Of(Case value, IReadOnlyList<BackendResults> backends) =>
        new(
            value,
            Trajectories.Figures(value.Expected64 ?? value.Expected),
            [
                .. backends.Select(backend =>
                    Trajectories.Figures(
                        backend.Results.GetValueOrDefault(value.Id)?.Outputs ?? Node.Map.Empty
                    )
                ),
            ]
        );
}
