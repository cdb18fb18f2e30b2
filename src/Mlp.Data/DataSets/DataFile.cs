namespace Mlp.Data;

/// <summary>One file of a data set that can be had from the net.</summary>
/// <param name="Name">Its name on disk.</param>
/// <param name="Source">Where it, or the archive it is in, is published.</param>
/// <param name="Sha256">Of the file itself, lower-case hexadecimal.</param>
/// <param name="Unpack">Takes the file out of what was fetched.</param>
internal sealed record DataFile(
    string Name,
    Uri Source,
    string Sha256,
    Func<byte[], byte[]>? Unpack = null
);
