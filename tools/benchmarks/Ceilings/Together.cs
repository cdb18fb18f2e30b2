namespace Benchmarks;

/// <summary>Runs a piece of work on several threads that start at the same moment: all are awake before it begins.</summary>
internal sealed class Together : IDisposable
{
    private readonly Action<int> work;
    private readonly Thread[] others;
    private readonly SemaphoreSlim wake = new(0);
    private int awake;
    private int started;
    private int done;
    private bool closed;

    /// <summary>A group of that many threads, the caller's among them.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="work">One thread's part, by its number.</param>
    public Together(int threads, Action<int> work)
    {
        this.work = work;
        others = new Thread[threads - 1];
        for (var i = 0; i < others.Length; i++)
        {
            var number = i + 1;
            others[i] = new Thread(() => Serve(number)) { IsBackground = true };
            others[i].Start();
        }
    }

    /// <summary>Wakes the others, which then spin until <see cref="Run"/>.</summary>
    public void Prepare()
    {
        Volatile.Write(ref awake, 0);
        Volatile.Write(ref done, 0);
        if (others.Length > 0)
        {
            wake.Release(others.Length);
        }

        SpinUntil(() => Volatile.Read(ref awake) == others.Length);
    }

    /// <summary>Runs all parts; returns when the last is done.</summary>
    public void Run()
    {
        Interlocked.Increment(ref started);
        work(0);
        SpinUntil(() => Volatile.Read(ref done) == others.Length);
    }

    public void Dispose()
    {
        closed = true;
        if (others.Length > 0)
        {
            wake.Release(others.Length);
        }

        foreach (var other in others)
        {
            other.Join();
        }

        wake.Dispose();
    }

    private void Serve(int number)
    {
        while (true)
        {
            wake.Wait();
            if (closed)
            {
                return;
            }

            var before = Volatile.Read(ref started);
            Interlocked.Increment(ref awake);
            SpinUntil(() => Volatile.Read(ref started) != before);
            work(number);
            Interlocked.Increment(ref done);
        }
    }

    private static void SpinUntil(Func<bool> ready)
    {
        while (!ready())
        {
            Thread.SpinWait(1);
        }
    }
}
