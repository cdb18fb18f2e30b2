using System.Reflection;
using Mlp.Native;

namespace Benchmarks;

/// <summary>Measures the works asked for, one after the other.</summary>
internal static class BenchRun
{
    /// <summary>Measures.</summary>
    /// <param name="options">What to measure, and how long.</param>
    /// <param name="tell">Told what happens, a line at a time.</param>
    /// <param name="cancellation">Stops between contenders.</param>
    /// <exception cref="ArgumentException">A work or a number of rounds is not to be had.</exception>
    public static BenchReport Measure(
        BenchOptions options,
        Action<string> tell,
        CancellationToken cancellation
    )
    {
        var works = WorkList.Find(options.Only);
        if (options.PeersFolder is { } folder && !works.Any(work => work is GpuTraining))
        {
            throw new ArgumentException(
                $"--peers {folder} was given without the benchmark 'gpu', whose work it takes; add it to --only."
            );
        }

        var bench = new Bench(options, cancellation);
        foreach (var (peer, reason) in bench.Absent)
        {
            tell($"{peer} is absent: {reason}");
        }

        if (works.Any(work => work.IsOnRealData))
        {
            bench.LoadData();
        }

        var results = new List<WorkResult>();
        foreach (var work in works)
        {
            tell($"{work.Name}: {work.Title}");
            results.Add(Measure(work, bench));
        }

        return new(
            BenchReport.CurrentSchema,
            Machine.Here([
                $"Mlp.Native {typeof(CpuBackend).Assembly.GetName().Version!.ToString(3)}, {new CpuBackend().Environment["instruction_set"]}",
                .. bench.Peers.Select(peer => peer.Version),
            ]),
            results
        );
    }

    private static WorkResult Measure(IWork work, Bench bench)
    {
        var (load, clock) = (Machine.Load(), CoreClock.Measure());
        Figures figures;
        try
        {
            figures = work.Measure(bench);
        }
        catch (UnequalWorkException refusal)
        {
            var goal = Goal.AtLeast("the same results from all contenders", 1);
            figures = new([], [new(goal, null, Outcome.Refused, refusal.Message)]);
        }

        return new(
            work.Name,
            work.Title,
            work.Unit,
            DateTimeOffset.UtcNow,
            Commit(),
            bench.IsQuick,
            Math.Round(clock, 2),
            load,
            [.. figures.Times.Select(TimesSummary.Of)],
            figures.Verdicts,
            figures.Notes,
            figures.Widths
        )
        {
            Gpu = figures.Gpu,
        };
    }

    // The SDK writes the commit it builds behind the version.
    private static string Commit()
    {
        const int Short = 7;
        var version = typeof(CpuBackend)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion;
        return version?.Split('+') is [_, { Length: >= Short } commit]
            ? commit[..Short]
            : "unknown commit";
    }
}
