using System.Collections.Concurrent;

namespace Mlp.Native;

/// <summary>
/// Workers that wait for jobs: the caller and some threads of their own, which start with the first job and sleep between
/// jobs. Threads belong to the process, so all backends of one size share a team.
/// </summary>
internal sealed class Team
{
    private static readonly ConcurrentDictionary<int, Team> Teams = new();
    private static readonly Barrier Alone = new(1);

    private readonly Barrier barrier;
    private readonly object turn = new();
    private int started = 1;
    private bool isBroken;
    private IJob? job;

    private Team(int workers)
    {
        Workers = workers;
        barrier = new Barrier(workers);
    }

    /// <summary>Workers, the caller included.</summary>
    public int Workers { get; }

    /// <summary>The team of that many workers, the caller included.</summary>
    public static Team Of(int workers) => Teams.GetOrAdd(workers, size => new Team(size));

    /// <summary>
    /// Runs a job to its end; by the caller alone when that is asked for, or when the team is busy. Where the caller's part throws, the others
    /// wait for it for ever: such a team is not used again.
    /// </summary>
    public void Run(IJob work, bool alone)
    {
        if (alone || Workers == 1 || !Monitor.TryEnter(turn))
        {
            work.Work(0, 1, Alone);
            return;
        }

        try
        {
            if (isBroken)
            {
                work.Work(0, 1, Alone);
                return;
            }

            Start();
            isBroken = true;
            job = work;
            barrier.Wait();
            work.Work(0, Workers, barrier);
            barrier.Wait();
            job = null;
            isBroken = false;
        }
        finally
        {
            Monitor.Exit(turn);
        }
    }

    private void Start()
    {
        for (; started < Workers; started++)
        {
            var number = started;
            new Thread(() => Serve(number))
            {
                IsBackground = true,
                Name = $"mlp worker {number}",
            }.Start();
        }
    }

    private void Serve(int worker)
    {
        while (true)
        {
            barrier.Wait();
            job!.Work(worker, Workers, barrier);
            barrier.Wait();
        }
    }
}
