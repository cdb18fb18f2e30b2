namespace Mlp.Conformance;

/// <summary>Holds results to cases.</summary>
/// <param name="declines">What the backend declines.</param>
public sealed class Judge(IReadOnlyList<Decline>? declines = null)
{
    /// <summary>What the backend declines.</summary>
    public IReadOnlyList<Decline> Declines { get; } = declines ?? [];

    /// <summary>Holds one result to its case; null for no result.</summary>
    public Verdict Verdict(Case value, Result? result, string? backend = null) =>
        throw new NotImplementedException();
}
