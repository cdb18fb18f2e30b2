namespace Mlp.Conformance;

/// <summary>
/// Results in files: Parquet in long form (one row a tensor), or JSON lines (one object a case and backend:
/// <c>{"id", "backend", "status", "outputs", "message"?}</c>). The ending chooses. Environments are kept in Parquet only.
/// </summary>
public static class ResultFile
{
    /// <summary>Reads <c>.parquet</c> or <c>.jsonl</c>.</summary>
    /// <exception cref="InvalidCaseException">The file does not say what it must; the message names file and line.</exception>
    public static ResultSet Read(string path) => throw new NotImplementedException();

    /// <summary>Writes <c>.parquet</c> or <c>.jsonl</c>, aside and renamed.</summary>
    public static void Write(string path, ResultSet results) => throw new NotImplementedException();
}
