namespace Mlp.Conformance;

/// <summary>What a suite of fixtures must hold: written beside the files, checked whenever they are loaded.</summary>
/// <param name="FormatVersion">Version of the form of files and manifest.</param>
/// <param name="Suite">Name and version of the suite: <c>v1</c>.</param>
/// <param name="Files">The files.</param>
/// <param name="Floors">For each family the fewest cases there may ever be.</param>
/// <param name="Cases">For each case id the hash of its inputs and expectation: what a golden case says may not change unseen.</param>
public sealed record Manifest(
    int FormatVersion,
    string Suite,
    IReadOnlyList<Manifest.Entry> Files,
    IReadOnlyDictionary<string, int> Floors,
    IReadOnlyDictionary<string, string> Cases
)
{
    /// <summary>One file of the suite.</summary>
    /// <param name="Path">Relative to the manifest, with forward slashes.</param>
    /// <param name="Sha256">Hash of its bytes, lower-case hexadecimal.</param>
    /// <param name="Cases">How many cases it holds.</param>
    public sealed record Entry(string Path, string Sha256, int Cases);

    /// <summary>The manifest of files by their relative path and bytes, and the cases in them. Floors are the counts.</summary>
    public static Manifest Of(
        string suite,
        IReadOnlyList<(string Path, byte[] Bytes, IReadOnlyList<Case> Cases)> files
    ) => throw new NotImplementedException();

    /// <summary>The hash of what a case asks and expects: op, params, type, inputs, expectation and bounds. Source, notes and tags may be reworded.</summary>
    public static string Hash(Case value) => throw new NotImplementedException();

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidCaseException">It is none, or of a newer version.</exception>
    public static Manifest Read(string json, string name) => throw new NotImplementedException();

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => throw new NotImplementedException();
}
