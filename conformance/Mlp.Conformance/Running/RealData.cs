using System.Security.Cryptography;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>A case needs data that is not here.</summary>
internal sealed class DataAbsentException(string message) : Exception(message);

/// <summary>The files of the real data sets, read once.</summary>
/// <param name="folder">The folder that holds <c>fashion-mnist</c> and <c>california-housing</c>; null for none.</param>
internal sealed class RealData(string? folder)
{
    private readonly Dictionary<string, object> read = new(StringComparer.Ordinal);

    /// <summary>An IDX file.</summary>
    /// <exception cref="DataAbsentException">It is not here.</exception>
    public Tensor<byte> Idx(string file, string? sha256) =>
        (Tensor<byte>)Once(file, sha256, Mlp.Data.Idx.Read);

    /// <summary>A CSV file.</summary>
    /// <exception cref="DataAbsentException">It is not here.</exception>
    public ColumnTable Table(string file, string? sha256) =>
        (ColumnTable)Once(file, sha256, path => Csv.Read(path));

    private object Once(string file, string? sha256, Func<string, object> load)
    {
        lock (read)
        {
            if (!read.TryGetValue(file, out var value))
            {
                var path = Find(file);
                try
                {
                    CheckHash(path, sha256);
                    read[file] = value = load(path);
                }
                catch (InvalidDataException problem)
                {
                    // The message becomes part of a result, and whose folder it was is nobody's business.
                    throw new InvalidDataException(
                        problem.Message.Replace(path, file, StringComparison.Ordinal),
                        problem
                    );
                }
            }

            return value;
        }
    }

    private string Find(string file)
    {
        if (folder is null)
        {
            throw new DataAbsentException(
                $"{file} is needed, and no data folder was named (MLP_DATA)."
            );
        }

        var path = Path.Combine(folder, file);
        return File.Exists(path)
            ? path
            : throw new DataAbsentException($"{path} is not there; the case needs it.");
    }

    private static void CheckHash(string path, string? expected)
    {
        if (expected is null)
        {
            return;
        }

        using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (hash != expected)
        {
            throw new InvalidDataException(
                $"{path} has SHA-256 {hash}; the case needs {expected}."
            );
        }
    }
}
