namespace Mlp.Fuzzing.Tests;

/// <summary>A reader of files that others wrote, and its word: the exception it documents and the memory it takes at most.</summary>
/// <param name="Name">Its name; that of the folder of its corpus too.</param>
/// <param name="FileName">What its file is called: the ending may choose the reader.</param>
/// <param name="Documented">The one exception that a damaged file may bring.</param>
/// <param name="Read">Reads the file at a path.</param>
/// <param name="Seeds">Whole files.</param>
/// <param name="Damage">Makes a damaged file of one whole file and another.</param>
internal sealed record Target(
    string Name,
    string FileName,
    Type Documented,
    Action<string> Read,
    Func<IReadOnlyList<byte[]>> Seeds,
    Func<Random, byte[], byte[], byte[]> Damage
)
{
    /// <summary>Bytes that reading any file may take.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>Bytes that reading may take for a byte of the file, beyond the free ones.</summary>
    public required long BytesPerByte { get; init; }

    /// <summary>Inputs of the long form, of a million or more in all.</summary>
    public required int Inputs { get; init; }

    /// <summary>Whether it reads on a thread of the pool, so that not the reading thread's bytes are counted but everybody's.</summary>
    public bool OnPool { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
