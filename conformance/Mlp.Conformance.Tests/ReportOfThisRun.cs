using System.CommandLine;
using System.Diagnostics;
using Conform.Verbs;
using Mlp.Conformance.NUnit;

namespace Mlp.Conformance.Tests;

/// <summary>
/// After all tests of this assembly, the report of the results that they left: <c>artifacts/report.html</c>, with the same as JUnit XML
/// and as Markdown beside it. It shows the backends that ran whole in this run and no older ones; where none did, as under a filter,
/// the last report stays. No other assembly writes these files, and each is written aside and renamed.
/// </summary>
[SetUpFixture]
public sealed class ReportOfThisRun
{
    private static readonly DateTime Started = Process
        .GetCurrentProcess()
        .StartTime.ToUniversalTime();

    [OneTimeTearDown]
    public void Write() => Write(Artifacts.Folder, Artifacts.Root, Started);

    /// <summary>Writes the report of the results in <c>conformance</c> of the folder that are no older than that.</summary>
    /// <returns>Exit code of <c>conform report</c>; null where there are no such results.</returns>
    internal static int? Write(string folder, string root, DateTime since)
    {
        var results = Path.Combine(folder, "conformance");
        string[] fresh =
        [
            .. (Directory.Exists(results) ? Directory.GetFiles(results, "*.parquet") : [])
                .Where(path => File.GetLastWriteTimeUtc(path) >= since)
                // cpu before cpu-avx2.
                .OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal),
        ];
        return fresh.Length == 0
            ? null
            : ReportVerb
                .Create()
                .Parse([
                    .. fresh,
                    .. (string[])["--out", Path.Combine(folder, "report.html")],
                    .. (string[])["--junit", Path.Combine(folder, "report.xml")],
                    .. (string[])["--markdown", Path.Combine(folder, "report.md")],
                    .. Option("--baseline", Path.Combine(root, "fixtures/baseline/cpu.parquet")),
                    .. Option("--mutants", Path.Combine(root, "docs/mutants.md")),
                    .. Option("--bench", ReportVerb.NewestBench(root)),
                ])
                // What goes wrong is thrown, and shown with the results of the run.
                .Invoke(new() { EnableDefaultExceptionHandler = false });
    }

    private static string[] Option(string name, string? path) =>
        [name, File.Exists(path) ? path : "none"];
}
