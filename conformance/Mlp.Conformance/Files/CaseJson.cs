namespace Mlp.Conformance;

/// <summary>Cases as JSON lines, one case a line.</summary>
public static class CaseJson
{
    /// <summary>Reads every case of a file.</summary>
    /// <exception cref="InvalidCaseException">A line is no case; the message names file, line and id.</exception>
    public static IReadOnlyList<Case> ReadFile(string path) => throw new NotImplementedException();

    /// <summary>Reads one case.</summary>
    /// <exception cref="InvalidCaseException">It is no case.</exception>
    public static Case Read(string line) => throw new NotImplementedException();

    /// <summary>Writes one case as one line, without its end.</summary>
    public static string Write(Case value) => throw new NotImplementedException();
}
