namespace Mlp.Conformance;

/// <summary>How far one output moved.</summary>
/// <param name="Path">Name of the output: <c>history/loss</c>.</param>
/// <param name="Distance">|after - before| at the place where it is the largest share of its bound. Infinite for another shape, or where one is NaN or infinite and the other is not.</param>
/// <param name="Share">That distance / the bound of the case there; infinite where the bound is 0.</param>
/// <param name="Index">Flat index of that place.</param>
/// <param name="Before">The value there, before.</param>
/// <param name="After">The value there, after.</param>
/// <param name="IsNoise">Whether every value of the output moved by no more than its noise.</param>
public sealed record OutputChange(
    string Path,
    double Distance,
    double Share,
    int Index,
    double Before,
    double After,
    bool IsNoise
);

/// <summary>What became of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Kind">The finding.</param>
/// <param name="Before">How the first result is judged; null where there is none.</param>
/// <param name="After">How the second result is judged; null where there is none.</param>
/// <param name="Outputs">The outputs that moved.</param>
/// <param name="Message">What is to be said beside numbers: another status, another shape.</param>
public sealed record Change(
    Case Case,
    ChangeKind Kind,
    Verdict? Before,
    Verdict? After,
    IReadOnlyList<OutputChange> Outputs,
    string? Message = null
)
{
    /// <summary>Whether there are two results to compare.</summary>
    public bool IsCompared =>
        Kind is ChangeKind.Equal or ChangeKind.Inside or ChangeKind.Drifted or ChangeKind.Broken;

    /// <summary>Whether anything moved.</summary>
    public bool IsMover => Kind is ChangeKind.Inside or ChangeKind.Drifted or ChangeKind.Broken;

    /// <summary>The output that moved farthest; null where no value did.</summary>
    public OutputChange? Worst => Outputs.MaxBy(output => output.Share);

    /// <summary>How far that is, as a share of its bound.</summary>
    public double Share =>
        Worst?.Share ?? (Kind == ChangeKind.Broken ? double.PositiveInfinity : 0);
}
