using Mlp;
using Mlp.Conformance;
using Mlp.Conformance.Truth;

namespace Conform.Tests;

/// <summary>A folder with a file of cases, and files of results that backends of any kind gave for them.</summary>
internal sealed class ResultsFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("conform").FullName;

    public ResultsFolder(params string[] cases)
    {
        CasesPath = this["cases.jsonl"];
        File.WriteAllLines(CasesPath, cases);
    }

    /// <summary>The file of cases.</summary>
    public string CasesPath { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(folder, name);

    /// <summary>The plain loop in float32.</summary>
    public static IBackend Plain => new PlainBackend();

    /// <summary>The same with the sums of its dense layers running backwards: a kernel that was changed on purpose.</summary>
    public static IBackend Reversed => new ReversedSums(new PlainBackend());

    /// <summary>Writes what backends give for the cases of those ids, or for all.</summary>
    public string Record(string name, IBackend[] backends, params string[] ids)
    {
        var cases = CaseFile
            .Read(CasesPath)
            .Where(value => ids.Length == 0 || ids.Contains(value.Id))
            .ToArray();
        ResultFile.Write(
            this[name],
            new(
                [.. backends.SelectMany(backend => new Runner(backend).Run(cases))],
                backends.ToDictionary(backend => backend.Name, backend => backend.Environment)
            )
        );
        return this[name];
    }

    /// <summary>Runs a verb on the cases of the folder.</summary>
    public (int Exit, string Output, string Error) Conform(params string[] arguments) =>
        Tool.Conform([.. arguments, "--cases", CasesPath]);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
