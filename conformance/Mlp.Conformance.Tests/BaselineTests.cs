using Mlp.Native;

namespace Mlp.Conformance.Tests;

/// <summary>
/// The native backend against its own past: nothing drifted, broke or is lost since <c>fixtures/baseline/cpu.parquet</c> was recorded.
/// <c>CONFORM_BASELINE</c> names another file. A move inside noise passes and is told; a new case waits for the next recording.
/// </summary>
public class BaselineTests
{
    private const string Recording =
        "See all: dotnet run --project tools/conform -- diff fixtures/baseline/cpu.parquet cpu. If it is meant, and reviewed: "
        + "dotnet run --project tools/conform -- record";

    private static readonly string Path = Environment.GetEnvironmentVariable("CONFORM_BASELINE")
        is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(Root(), "fixtures", "baseline", "cpu.parquet");

    private static readonly Lazy<Dictionary<string, Result>> Baseline = new(() =>
        ResultFile.Read(Path).Results.ToDictionary(result => result.Id)
    );

    [TestCaseSource(typeof(Families), nameof(Families.All))]
    [Category("baseline")]
    public void Nothing_moved_by_more_than_noise(string family)
    {
        var runner = new Runner(Cpu.Create(), Environment.GetEnvironmentVariable("MLP_DATA"));
        var differ = new Differ(new Judge(Cpu.Declines));
        var summary = new ChangeSummary([
            .. Fixtures
                .Of(family)
                .Select(value =>
                    differ.Of(value, Baseline.Value.GetValueOrDefault(value.Id), runner.Run(value))
                ),
        ]);

        TestContext.Out.WriteLine(Told(summary));
        if (summary.ExitCode == 3)
        {
            Assert.Ignore($"Nothing to compare in {Path}: {Told(summary)}");
        }

        Assert.That(summary.ExitCode, Is.Zero, $"{Told(summary)}\n{Recording}");
    }

    // One baseline is enough for all machines.
    [TestCase("cpu:avx2")]
    [TestCase("cpu:v128")]
    [Category("baseline")]
    public void Every_path_gives_the_bits_of_cpu(string name)
    {
        IBackend path;
        try
        {
            path = new CpuBackend(name);
        }
        catch (NotSupportedException reason)
        {
            Assert.Ignore($"{name} is absent: {reason.Message}");
            return;
        }

        var (data, differ) = (
            Environment.GetEnvironmentVariable("MLP_DATA"),
            new Differ(new Judge(Cpu.Declines))
        );
        var (cpu, other) = (new Runner(Cpu.Create(), data), new Runner(path, data));
        Assert.That(
            Fixtures
                .All.Select(value => differ.Of(value, cpu.Run(value), other.Run(value)))
                .Where(change => change.IsMover)
                .Select(change => change.Case.Id),
            Is.Empty
        );
    }

    [Test]
    [Category("baseline")]
    public void Every_case_of_the_baseline_is_still_in_the_suite() =>
        Assert.That(
            Baseline.Value.Keys.Except(Fixtures.All.Select(value => value.Id)),
            Is.Empty,
            $"{Path} has results of cases that are lost. {Recording}"
        );

    private static string Told(ChangeSummary summary) =>
        string.Join(
            '\n',
            summary
                .Movers.Select(change =>
                    FormattableString.Invariant(
                        $"{change.Case.Id} {Name(change.Kind)}: {change.Message ?? Moved(change.Worst!)}, error/bound {change.Before!.WorstRatio:G3} -> {change.After!.WorstRatio:G3}"
                    )
                )
                .Concat(summary.Lost.Select(id => $"{id} lost"))
                .Concat(summary.New.Select(id => $"{id} new"))
                .Concat(summary.Absent.Select(id => $"{id} absent"))
                .Append(
                    string.Join(
                        ", ",
                        summary.Rows.SelectMany(row =>
                            row.Counts.Select(count => $"{count.Value} {Name(count.Key)}")
                        )
                    )
                )
        );

    private static string Moved(OutputChange output) =>
        FormattableString.Invariant(
            $"{output.Path}, index {output.Index}: {output.Before:R} -> {output.After:R}, moved {output.Distance:G3}, {output.Share:G3} of its bound"
        );

    private static string Name(ChangeKind kind) => kind.ToString().ToLowerInvariant();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (
            folder is not null
            && !File.Exists(System.IO.Path.Combine(folder.FullName, "Conformance.sln"))
        )
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException(
                $"No Conformance.sln above {AppContext.BaseDirectory}; name a baseline by CONFORM_BASELINE."
            );
    }
}
