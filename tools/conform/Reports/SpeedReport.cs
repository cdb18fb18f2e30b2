using System.Globalization;
using Benchmarks;
using Mlp.Conformance.Reports;

namespace Conform.Reports;

/// <summary>Benchmarks as a report shows them.</summary>
internal static class SpeedReport
{
    /// <summary>The table of a file that <c>conform bench</c> left.</summary>
    /// <exception cref="InvalidDataException">The file is no report of benchmarks.</exception>
    public static SpeedTable Read(string path)
    {
        var report = ResultsFile.Read(path);
        var machine = report.Machine;
        return new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{machine.Cpu}, {machine.Cores} cores, vectors of {machine.VectorBits} bits; {machine.System}; {machine.Runtime}; {string.Join("; ", machine.Libraries)}"
            ),
            [.. report.Works.Select(Work)]
        );
    }

    private static SpeedWork Work(WorkResult work) =>
        new(
            work.Title,
            work.Unit,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{work.Measured:yyyy-MM-dd} at {work.Commit}{(work.Quick ? ", a trial on drawn data" : "")}"
            ),
            [.. work.Times.Select(time => new SpeedTime(time.Name, time.Median, time.P95))],
            [
                .. work.Verdicts.Select(verdict => new SpeedGoal(
                    verdict.Goal.Name,
                    verdict.Goal.Due,
                    verdict.Value is { } value ? verdict.Goal.Show(value) : "",
                    verdict.Word.ToLowerInvariant(),
                    !verdict.IsMissed
                )),
            ]
        );
}
