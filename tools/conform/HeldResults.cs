using Mlp.Conformance;

namespace Conform;

/// <summary>What a file of results holds, of one backend or of all.</summary>
/// <param name="Path">The file.</param>
/// <param name="Set">All that stands in it.</param>
/// <param name="Backends">The backends that are meant: the one that was named, else all.</param>
internal sealed record HeldResults(string Path, ResultSet Set, IReadOnlyList<string> Backends)
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="backend">The backend that is meant; null for all.</param>
    /// <param name="cases">All cases there are: a result of any other is refused.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">It does not hold the backend.</exception>
    /// <exception cref="InvalidCaseException">It is damaged, of another version, empty, or has results of unknown cases.</exception>
    public static HeldResults Read(string path, string? backend, IReadOnlyList<Case> cases)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file of results '{path}'.");
        }

        var set = ResultFile.Read(path);
        set.CheckIds(cases, path);
        var held = set.Backends;
        if (held.Count == 0)
        {
            throw new InvalidCaseException($"{path} holds no results.");
        }

        return backend is null || held.Contains(backend)
            ? new(path, set, backend is null ? held : [backend])
            : throw new ArgumentException(
                $"{path} holds no results of '{backend}'; it holds those of: {string.Join(", ", held)}."
            );
    }

    /// <summary>The one backend that is meant.</summary>
    /// <exception cref="ArgumentException">None was named, and the file holds several.</exception>
    public string Only =>
        Backends.Count == 1
            ? Backends[0]
            : throw new ArgumentException(
                $"{Path} holds results of {string.Join(", ", Backends)}; name one, as in {Path}@{Backends[0]}."
            );

    /// <summary>The results of a backend, by the ids of their cases.</summary>
    public IReadOnlyDictionary<string, Result> Of(string backend) =>
        Set
            .Results.Where(result => result.Backend == backend)
            .ToDictionary(result => result.Id, StringComparer.Ordinal);
}
