using Mlp.Conformance;
using Mlp.Conformance.Reports;

namespace Conform.Reports;

/// <summary>Reads what a report is made of, from files and from backends that run here.</summary>
/// <param name="cases">All cases there are: a result of any other is refused.</param>
/// <param name="files">The files that they are from; none for the embedded suite.</param>
/// <param name="declines">Rules of testees that this tool does not know.</param>
/// <param name="data">Folder of the real data sets, for backends that run here.</param>
/// <param name="threads">Threads of these.</param>
internal sealed class ReportSources(
    IReadOnlyList<Case> cases,
    string[] files,
    IReadOnlyList<Decline> declines,
    string? data,
    int? threads
)
{
    /// <summary>The results of all backends of these files and of these backends, in order.</summary>
    /// <param name="names">Files, <c>FILE@BACKEND</c>, or names of backends, which run now.</param>
    /// <param name="asked">The cases to run.</param>
    /// <param name="cancellation">Ends the runs.</param>
    /// <exception cref="ArgumentException">There is neither such a backend nor such a file, or a backend is there twice.</exception>
    /// <exception cref="InvalidCaseException">A file is damaged, of another version, empty, or has results of unknown cases.</exception>
    public IReadOnlyList<BackendResults> Backends(
        IEnumerable<string> names,
        IReadOnlyList<Case> asked,
        CancellationToken cancellation
    )
    {
        BackendResults[] all =
        [
            .. names.SelectMany(name =>
                Answers.FilePart(name) is { } file
                    ? FromFile(file.Path, file.Backend)
                    : [FromBackend(name, asked, cancellation)]
            ),
        ];
        return
            all.GroupBy(backend => backend.Name).FirstOrDefault(group => group.Count() > 1)
                is { } twice
            ? throw new ArgumentException(
                $"Results of '{twice.Key}' are in {string.Join(" and in ", twice.Select(backend => backend.Source))}; give one, FILE@BACKEND names one "
                    + "backend of a file. Earlier results of the same backend are a --baseline."
            )
            : all;
    }

    /// <summary>The one backend of a file of results, to compare with.</summary>
    /// <exception cref="ArgumentException">There is no such file, or it holds several backends and none is named.</exception>
    /// <exception cref="InvalidCaseException">The file is damaged, of another version, empty, or has results of unknown cases.</exception>
    public BackendResults Baseline(string name)
    {
        var (path, backend) =
            Answers.FilePart(name)
            ?? throw new ArgumentException(
                $"--baseline is '{name}'; a file of results is due, which ends in .parquet or .jsonl."
            );
        var all = FromFile(path, backend);
        return all.Count == 1
            ? all[0]
            : throw new ArgumentException(
                $"{path} holds results of {string.Join(", ", all.Select(one => one.Name))}; name one, as in {path}@{all[0].Name}."
            );
    }

    private IReadOnlyList<BackendResults> FromFile(string path, string? backend)
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

        if (backend is not null && !held.Contains(backend))
        {
            throw new ArgumentException(
                $"{path} holds no results of '{backend}'; it holds those of: {string.Join(", ", held)}."
            );
        }

        return
        [
            .. held.Where(name => backend is null || name == backend)
                .Select(name => new BackendResults(
                    name,
                    Shown(path),
                    set.Environments.GetValueOrDefault(name) ?? new Dictionary<string, string>(),
                    set.Results.Where(result => result.Backend == name)
                        .ToDictionary(result => result.Id, StringComparer.Ordinal),
                    Declines(name),
                    BackendCatalog.Names.Contains(name)
                        ? FailureText.RunCommand(name, files)
                        : FailureText.JudgeCommand(path, files)
                )),
        ];
    }

    private BackendResults FromBackend(
        string name,
        IReadOnlyList<Case> asked,
        CancellationToken cancellation
    )
    {
        var backend = BackendCatalog.Create(name, threads);
        var runner = new Runner(backend, data);
        var results = new Dictionary<string, Result>(StringComparer.Ordinal);
        foreach (var value in asked)
        {
            results[value.Id] = runner.Run(value, cancellation);
        }

        return new(
            backend.Name,
            "run for this report",
            backend.Environment,
            results,
            Declines(backend.Name),
            FailureText.RunCommand(backend.Name, files)
        );
    }

    // The rules of a testee are not those of the backends beside it, which this tool knows.
    private IReadOnlyList<Decline> Declines(string backend) =>
        BackendCatalog.Names.Contains(backend) ? BackendCatalog.Declines : declines;

    /// <summary>A path as a reader elsewhere may see it: without the folders of this machine.</summary>
    public static string Shown(string path) =>
        Path.IsPathRooted(path) ? Path.GetFileName(path) : path;
}
