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
        var held = HeldResults.Read(path, backend, cases);
        return FromFile(held, held.Only);
    }

    private IEnumerable<BackendResults> FromFile(string path, string? backend)
    {
        var held = HeldResults.Read(path, backend, cases);
        return held.Backends.Select(name => FromFile(held, name));
    }

    private BackendResults FromFile(HeldResults held, string name) =>
        new(
            name,
            Shown(held.Path),
            held.Set.Environments.GetValueOrDefault(name) ?? new Dictionary<string, string>(),
            held.Of(name),
            Declines(name),
            BackendCatalog.Names.Contains(name)
                ? FailureText.RunCommand(OwnName.Value, name, files)
                : FailureText.JudgeCommand(OwnName.Value, held.Path, files)
        );

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
            FailureText.RunCommand(OwnName.Value, backend.Name, files)
        );
    }

    // The rules of a testee are not those of the backends beside it, which this tool knows.
    private IReadOnlyList<Decline> Declines(string backend) =>
        BackendCatalog.Names.Contains(backend) ? BackendCatalog.Declines : declines;

    /// <summary>A path as a reader elsewhere may see it: without the folders of this machine.</summary>
    public static string Shown(string path) =>
        Path.IsPathRooted(path) ? Path.GetFileName(path) : path;
}
