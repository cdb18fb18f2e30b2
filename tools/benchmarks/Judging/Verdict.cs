namespace Benchmarks;

/// <summary>How a goal came out.</summary>
internal enum Outcome
{
    /// <summary>The figure holds the goal.</summary>
    Met,

    /// <summary>It does not.</summary>
    Missed,

    /// <summary>The backend has no such path yet.</summary>
    NotOffered,

    /// <summary>There was nothing to measure it against.</summary>
    NotMeasured,

    /// <summary>The contenders did not do the same work.</summary>
    Refused,
}

/// <summary>A goal and what was measured. Everything but <see cref="Outcome.Met"/> counts as missed.</summary>
/// <param name="Goal">What was due.</param>
/// <param name="Value">The figure; null where there is none.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Reason">Why it was missed, where the figure alone does not say so.</param>
internal sealed record Verdict(Goal Goal, double? Value, Outcome Outcome, string? Reason = null)
{
    /// <summary>Whether the run fails on it.</summary>
    public bool IsMissed => Outcome != Outcome.Met;

    /// <summary>The outcome as it is read.</summary>
    public string Word =>
        Outcome switch
        {
            Outcome.Met => "met",
            Outcome.Missed => "MISSED",
            Outcome.NotOffered => "NOT OFFERED",
            Outcome.NotMeasured => "NOT MEASURED",
            _ => "REFUSED",
        };
}
