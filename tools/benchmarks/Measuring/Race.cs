using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// Times contenders in turn, round after round, in one process: whatever the machine does meanwhile, it does to all. The
/// first rounds warm up and do not count; each round begins with the next contender, so that nobody always follows the same.
/// </summary>
/// <param name="tolerance">How far results may lie apart, relative to the largest, at least to 1.</param>
internal sealed class Race(double tolerance) : IDisposable
{
    private const int WarmUps = 2;

    // A process that has used less than a tenth of such a time is at rest; after so many, it is taken as it is. The system
    // counts what a running thread has used once a tick, every 4 ms on many: shorter looks see nothing.
    private const int MostLooks = 30;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(12);

    private readonly List<IContender> contenders = [];
    private readonly Dictionary<IContender, List<double>> times = [];

    /// <summary>Takes a contender in; it is disposed of with the race.</summary>
    public T Add<T>(T contender)
        where T : IContender
    {
        contenders.Add(contender);
        times[contender] = [];
        return contender;
    }

    /// <summary>Runs all contenders so many rounds.</summary>
    /// <exception cref="UnequalWorkException">Two contenders came to different results.</exception>
    public void Run(int rounds, CancellationToken cancellation)
    {
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var contender = contenders[(i + round + WarmUps) % contenders.Count];
                var elapsed = Time(contender);
                if (round >= 0)
                {
                    times[contender].Add(elapsed.TotalMicroseconds / contender.Units);
                }
            }

            RequireEqualWork([
                .. contenders.Select(contender => (contender.Name, contender.Result)),
            ]);
        }
    }

    /// <summary>The times of a contender.</summary>
    public Times Of(IContender contender) => new(contender.Name, times[contender]);

    /// <summary>The times of all, in the order in which they came in.</summary>
    public IReadOnlyList<Times> All => [.. contenders.Select(Of)];

    /// <summary>Refuses results that differ by more than the tolerance or are not finite; ceilings, which have none, are left out.</summary>
    /// <exception cref="UnequalWorkException">They do.</exception>
    public void RequireEqualWork(IReadOnlyList<(string Name, IReadOnlyList<double> Result)> results)
    {
        (string Name, IReadOnlyList<double> Result)[] working =
        [
            .. results.Where(result => result.Result.Count > 0),
        ];
        foreach (var (name, result) in working)
        {
            var first = working[0];
            if (result.Count != first.Result.Count)
            {
                throw new UnequalWorkException(
                    $"{name} came to {result.Count} figures, {first.Name} to {first.Result.Count}; they must do the same work."
                );
            }

            for (var i = 0; i < result.Count; i++)
            {
                var (mine, theirs) = (result[i], first.Result[i]);
                var bound = tolerance * Math.Max(1, Math.Max(Math.Abs(mine), Math.Abs(theirs)));
                if (!(Math.Abs(mine - theirs) <= bound))
                {
                    throw new UnequalWorkException(
                        FormattableString.Invariant(
                            $"{name} came to {mine}, {first.Name} to {theirs} (figure {i} of {result.Count}), more than {bound:G3} apart; they must do the same work."
                        )
                    );
                }
            }
        }
    }

    public void Dispose() => contenders.ForEach(contender => contender.Dispose());

    // The first of two runs wakes threads and fills caches, as all but the first of many steps find them; the second is timed.
    private static TimeSpan Time(IContender contender)
    {
        Settle();
        contender.Prepare();
        contender.Run();
        contender.Prepare();
        var start = Stopwatch.GetTimestamp();
        contender.Run();
        return Stopwatch.GetElapsedTime(start);
    }

    // Nobody pays for another's garbage, nor for another's threads: those of OpenMP and ONNX Runtime go on spinning for some 10 ms.
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        for (var look = 0; look < MostLooks; look++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(Look);
            if (Environment.CpuUsage.TotalTime - before < Look / 10)
            {
                return;
            }
        }
    }
}
