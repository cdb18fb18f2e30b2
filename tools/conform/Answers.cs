using Mlp;
using Mlp.Conformance;

namespace Conform;

/// <summary>
/// Results of cases, from a backend that runs here or from a file of results: one stands wherever the other may.
/// <c>FILE@BACKEND</c> names one backend of a file that holds several.
/// </summary>
internal sealed class Answers
{
    private readonly Func<Case, Result?> answer;
    private readonly string backend;

    private Answers(string name, string? path, string backend, Func<Case, Result?> answer) =>
        (Name, Path, this.backend, this.answer) = (name, path, backend, answer);

    /// <summary>What it was called.</summary>
    public string Name { get; }

    /// <summary>Where the file lies; null for a backend.</summary>
    public string? Path { get; }

    /// <summary>The result of a case; null where a file has none.</summary>
    public Result? Of(Case value) => answer(value);

    /// <summary>The backend or file of that name.</summary>
    /// <param name="name">A backend's name, or a path that ends in .parquet or .jsonl.</param>
    /// <param name="cases">All cases there are: a result of any other is refused.</param>
    /// <param name="data">Folder of the real data sets, for a backend.</param>
    /// <param name="threads">Threads of a backend.</param>
    /// <exception cref="ArgumentException">There is neither such a backend nor such a file, or the file holds several backends, or not that one.</exception>
    /// <exception cref="InvalidCaseException">The file is damaged, of another version, empty, or has results of unknown cases.</exception>
    public static Answers Open(string name, IReadOnlyList<Case> cases, string? data, int? threads)
    {
        return FilePart(name) is { } file
            ? FromFile(name, file.Path, file.Backend, cases)
            : FromBackend(name, data, threads);
    }

    /// <summary>The file that a name names, and the backend of it, where it names one; null for the name of a backend.</summary>
    public static (string Path, string? Backend)? FilePart(string name)
    {
        if (BackendAssembly.PathIn(name) is not null)
        {
            return null;
        }

        // A file of such a name is that file: folders may have an @ too.
        if (IsFile(name))
        {
            return (name, null);
        }

        var cut = name.LastIndexOf('@');
        return cut > 0 && IsFile(name[..cut]) ? (name[..cut], name[(cut + 1)..]) : null;
    }

    /// <summary>Refuses the results of one backend in one file given twice, however named: they would be compared with themselves.</summary>
    /// <exception cref="ArgumentException">They were.</exception>
    public static void CheckTwo(Answers left, Answers right)
    {
        if (
            left.Path is not null
            && right.Path is not null
            && System.IO.Path.GetFullPath(left.Path) == System.IO.Path.GetFullPath(right.Path)
            && left.backend == right.backend
        )
        {
            throw new ArgumentException(
                $"'{right.Name}' was given twice; results are compared with those of another file or backend."
            );
        }
    }

    private static bool IsFile(string path) =>
        System.IO.Path.GetExtension(path) is ".parquet" or ".jsonl" || File.Exists(path);

    private static Answers FromBackend(string name, string? data, int? threads)
    {
        IBackend backend;
        try
        {
            backend = BackendCatalog.Create(name, threads);
        }
        catch (ArgumentException unknown) when (!BackendCatalog.Names.Contains(name))
        {
            throw new ArgumentException(
                $"{unknown.Message} A file of results ends in .parquet or .jsonl.",
                unknown
            );
        }

        var runner = new Runner(backend, data);
        return new(name, null, backend.Name, runner.Run);
    }

    private static Answers FromFile(
        string name,
        string path,
        string? backend,
        IReadOnlyList<Case> cases
    )
    {
        var held = HeldResults.Read(path, backend, cases);
        var only = held.Only;
        var results = held.Of(only);
        return new(name, path, only, value => results.GetValueOrDefault(value.Id));
    }
}
