namespace Mlp.Conformance;

/// <summary>One entry of the tolerance policy.</summary>
/// <param name="Name">Its name in fixtures and failures.</param>
/// <param name="Formula">The bound, as text. u is the unit roundoff of the type (2^-24, 2^-53), eta its smallest normal number.</param>
/// <param name="Reason">Why that much, and no more.</param>
public sealed record ToleranceEntry(string Name, string Formula, string Reason);

/// <summary>The tolerance policy: how far each output of each case may lie from its expectation.</summary>
public static class Tolerance
{
    /// <summary>All entries by name.</summary>
    public static IReadOnlyDictionary<string, ToleranceEntry> Entries =>
        throw new NotImplementedException();

    /// <summary>The bounds of a golden case by path of output, for a backend that computes in <paramref name="precision"/>.</summary>
    /// <param name="value">The case; its expectation is not read.</param>
    /// <param name="truth">Its outputs in float64: every leaf gets a bound.</param>
    /// <param name="precision">What is computed in; the truth itself is held to the bounds in float64.</param>
    public static IReadOnlyDictionary<string, Bound> Of(
        Case value,
        Node.Map truth,
        Precision precision
    ) => throw new NotImplementedException();

    /// <summary>The bounds a case is judged by: its own, or for imported cases those of its file's rule, with the policy as warning.</summary>
    public static IReadOnlyDictionary<string, Bound> Of(Case value) =>
        throw new NotImplementedException();
}
