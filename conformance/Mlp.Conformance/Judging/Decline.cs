namespace Mlp.Conformance;

/// <summary>What a backend that declines must do instead.</summary>
public enum DeclineKind
{
    /// <summary>Throw <see cref="NotSupportedException"/> on every matched case.</summary>
    Unsupported,

    /// <summary>Run, and leave the bound of at least one matched case.</summary>
    Differs,
}

/// <summary>What a backend does not do, or does otherwise: a rule over cases, seen and unseen, with a reason.</summary>
/// <param name="Kind">What it must do instead.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record Decline(DeclineKind Kind, string Reason)
{
    /// <summary>Family it covers; null for all.</summary>
    public string? Family { get; init; }

    /// <summary>Operations it covers; null for all.</summary>
    public IReadOnlyList<string>? Ops { get; init; }

    /// <summary>What else must hold of params, tags or type; null for nothing.</summary>
    public Func<Case, bool>? Where { get; init; }

    /// <summary>Whether the rule covers the case.</summary>
    public bool Covers(Case value) => throw new NotImplementedException();

    /// <summary>Whether the rule no longer holds over these verdicts of a whole suite: it covered cases, and none left its bound (differs), or one ran (unsupported).</summary>
    public bool IsStale(IEnumerable<Verdict> verdicts) => throw new NotImplementedException();
}
