namespace Mlp.Conformance;

/// <summary>What a backend that declines must do instead.</summary>
public enum DeclineKind
{
    /// <summary>Throw <see cref="NotSupportedException"/> on every matched case, but where the call is refused as due.</summary>
    Unsupported,

    /// <summary>Run, and leave the bound of at least one matched case.</summary>
    Differs,
}

/// <summary>What a backend does not do, or does otherwise: a rule over cases, seen and unseen, with a reason.</summary>
/// <param name="Kind">What it must do instead.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record Decline(DeclineKind Kind, string Reason)
{
    /// <summary>Backend whose rule it is; null for whichever it is given to.</summary>
    public string? Backend { get; init; }

    /// <summary>Family it covers; null for all.</summary>
    public string? Family { get; init; }

    /// <summary>Operations it covers; null for all.</summary>
    public IReadOnlyList<string>? Ops { get; init; }

    /// <summary>What else must hold of params, tags or type; null for nothing.</summary>
    public Func<Case, bool>? Where { get; init; }

    /// <summary>Whether the rule is one of that backend and covers the case.</summary>
    public bool Covers(Case value, string backend) =>
        (Backend is null || Backend == backend) && Covers(value);

    /// <summary>Whether the rule covers the case, for the backends it is of.</summary>
    public bool Covers(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return (Family is null || Family == value.Family)
            && (Ops is null || Ops.Contains(value.Op))
            && (Where is null || Where(value));
    }

    /// <summary>
    /// Whether the rule no longer holds over these verdicts of a whole suite: of the cases it covers, one ran or none was
    /// unsupported (unsupported), or none left its bound (differs). A call that was refused as due did not run. A rule that covers
    /// none of them is not stale: the suite may have no such case.
    /// </summary>
    public bool IsStale(IEnumerable<Verdict> verdicts)
    {
        Verdict[] covered =
        [
            .. verdicts.Where(verdict =>
                verdict.Kind != VerdictKind.Absent && Covers(verdict.Case, verdict.Backend)
            ),
        ];
        return covered.Length > 0
            && (
                Kind == DeclineKind.Unsupported
                    ? covered.Any(verdict => verdict.Kind != VerdictKind.Declined)
                        || covered.All(verdict => verdict.Compared > 0)
                    : !covered.Any(verdict => verdict.Kind == VerdictKind.Declined)
            );
    }
}
