namespace Mlp.Conformance;

/// <summary>Holds results to cases.</summary>
/// <param name="declines">What the backend declines.</param>
public sealed class Judge(IReadOnlyList<Decline>? declines = null)
{
    /// <summary>What the backend declines.</summary>
    public IReadOnlyList<Decline> Declines { get; } = declines ?? [];

    /// <summary>Holds one result to its case.</summary>
    /// <param name="value">The case.</param>
    /// <param name="result">The result; null where there is none, which is absent.</param>
    /// <param name="backend">Name of the backend, where there is no result to say it.</param>
    public Verdict Verdict(Case value, Result? result, string? backend = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = result?.Backend ?? backend ?? "unknown";
        var decline = Declines.FirstOrDefault(rule => rule.Covers(value, name));
        if (result is not null && result.Id != value.Id)
        {
            return Without(VerdictKind.Error, $"The result is that of case '{result.Id}'.");
        }

        return result?.Status switch
        {
            null => Without(VerdictKind.Absent, "There is no result."),
            ResultStatus.Absent => Without(VerdictKind.Absent, result.Message),
            ResultStatus.Error => Without(VerdictKind.Error, result.Message),
            ResultStatus.Unsupported when decline?.Kind == DeclineKind.Unsupported => Without(
                VerdictKind.Declined,
                decline.Reason
            ),
            ResultStatus.Unsupported when value.Optional is { } option => Without(
                VerdictKind.Declined,
                $"{option} is optional, and not offered here."
            ),
            ResultStatus.Unsupported => Without(
                VerdictKind.Failed,
                $"Not supported, and no decline covers it: {result.Message}"
            ),
            _ => Judged(),
        };

        // A case may name or hold what no bound can be made of. That is no pass, and no end of the others.
        Verdict Judged()
        {
            try
            {
                return Compared(value, result, decline);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                return Without(VerdictKind.Error, $"The case cannot be judged: {error.Message}");
            }
        }

        Verdict Without(VerdictKind kind, string? message) =>
            new(value, name, kind, [], message, decline);
    }

    /// <summary>Holds the results of one backend to the cases that were asked; a case without one is absent.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="results">Results of any backends, for any cases.</param>
    /// <param name="backend">The backend.</param>
    public IReadOnlyList<Verdict> Verdicts(
        IEnumerable<Case> cases,
        ResultSet results,
        string backend
    )
    {
        ArgumentNullException.ThrowIfNull(results);
        var byId = results
            .Results.Where(result => result.Backend == backend)
            .ToDictionary(result => result.Id);
        return
        [
            .. cases.Select(value => Verdict(value, byId.GetValueOrDefault(value.Id), backend)),
        ];
    }

    private static Verdict Compared(Case value, Result result, Decline? decline)
    {
        var outputs = Comparison.Of(value, result.Outputs);
        var bad = outputs.FirstOrDefault(output => output.Kind == VerdictKind.Failed);
        var warned = outputs.FirstOrDefault(output => output.Kind == VerdictKind.Warned);
        var (kind, message) =
            // Descriptions refuse for every backend alike: that the call was refused does not show that it is supported.
            decline?.Kind == DeclineKind.Unsupported
            && value.ExpectsRefusal
            && bad is null
                ? (VerdictKind.Declined, decline.Reason)
            : decline?.Kind == DeclineKind.Unsupported
                ? (
                    VerdictKind.Failed,
                    $"It ran, though a decline says that it is not supported ({decline.Reason}); take the decline out."
                )
            : bad is not null && decline is not null ? (VerdictKind.Declined, decline.Reason)
            : bad is not null ? (VerdictKind.Failed, Describe(bad))
            : outputs.All(output => output.Compared == 0)
                ? (
                    VerdictKind.Failed,
                    value.Outputs is null
                        ? "Nothing was compared: the case expects nothing."
                        : "Nothing was compared: the case was exported without what it expects; judge its result against the case that it was made from."
                )
            : Degeneracy.Of(value) is { } degenerate ? (VerdictKind.Mistrusted, degenerate)
            : warned is not null ? (VerdictKind.Warned, Describe(warned))
            : (VerdictKind.Passed, null);
        return new(value, result.Backend, kind, outputs, message, decline);
    }

    private static string Describe(OutputVerdict output) =>
        output.Message is null
            ? $"{output.Path}: error {FailureText.Number(output.Error)} against bound {FailureText.Number(output.Bound)} ({output.Policy})."
            : $"{output.Path}: {output.Message}";
}
