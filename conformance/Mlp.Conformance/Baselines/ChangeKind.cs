namespace Mlp.Conformance;

/// <summary>What became of a case from one set of results to another.</summary>
public enum ChangeKind
{
    /// <summary>The same answer: every value the same, bit for bit. -0 is 0 but in a signed-zero lane, and NaN is NaN.</summary>
    Equal,

    /// <summary>
    /// Moved, and still inside its bound, by no more than noise: the recorded envelope of the output, else the warning of its
    /// bound, else half of that bound.
    /// </summary>
    Inside,

    /// <summary>Moved by more than noise, and still inside its bound; or answered for the first time.</summary>
    Drifted,

    /// <summary>Moved out of its bound, or to an error, or no longer answered.</summary>
    Broken,

    /// <summary>Only the second set has it: nothing to compare with.</summary>
    New,

    /// <summary>Only the first set has it.</summary>
    Lost,

    /// <summary>Neither has it, or only the first and the data that it needs are not here.</summary>
    Absent,
}
