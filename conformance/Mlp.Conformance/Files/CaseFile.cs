namespace Mlp.Conformance;

/// <summary>Cases in files: Parquet in long form (one row a tensor), or JSON lines.</summary>
public static class CaseFile
{
    /// <summary>The version of the Parquet form that is written, and the newest that is read.</summary>
    public const int FormatVersion = 1;

    /// <summary>Reads a <c>.parquet</c> or <c>.jsonl</c> file, or every such file of a folder and its folders, in the order of their names.</summary>
    /// <exception cref="InvalidCaseException">A file does not say what it must, or two cases have the same id.</exception>
    public static IReadOnlyList<Case> Read(string path) => throw new NotImplementedException();

    /// <summary>Writes <c>.parquet</c> or <c>.jsonl</c>, aside and renamed. The same cases give the same bytes.</summary>
    /// <param name="path">Where to; the ending chooses the form.</param>
    /// <param name="suite">Name of the suite, kept in the metadata of Parquet.</param>
    /// <param name="cases">The cases, in the order in which they will be read.</param>
    public static void Write(string path, string suite, IReadOnlyList<Case> cases) =>
        throw new NotImplementedException();

    /// <summary>The bytes of the Parquet form.</summary>
    public static byte[] ToParquet(string suite, IReadOnlyList<Case> cases) =>
        throw new NotImplementedException();

    /// <summary>Reads the bytes of the Parquet form; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidCaseException">They do not say what they must.</exception>
    public static IReadOnlyList<Case> FromParquet(byte[] bytes, string name) =>
        throw new NotImplementedException();
}
