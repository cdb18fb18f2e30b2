namespace Mlp.Native;

/// <summary>
/// Where workers wait for each other: each spins for a few microseconds, then sleeps until the last has come. A thread that is interrupted meanwhile
/// goes on waiting, since the others count on it, and is interrupted again where it leaves.
/// </summary>
internal sealed class Barrier(int workers)
{
    // About 20 microseconds: longer than the parts of a step differ, shorter than a time slice.
    private const int Spins = 600;

    private readonly object asleep = new();
    private int arrived;
    private int sleeping;
    private volatile int round;

    /// <summary>Returns when all workers have called it.</summary>
    public void Wait()
    {
        if (workers == 1)
        {
            return;
        }

        var mine = round;
        if (Interlocked.Increment(ref arrived) == workers)
        {
            arrived = 0;
            Interlocked.Exchange(ref round, mine + 1);
            if (Volatile.Read(ref sleeping) > 0)
            {
                WakeAll();
            }

            return;
        }

        for (var i = 0; i < Spins; i++)
        {
            if (round != mine)
            {
                return;
            }

            Thread.SpinWait(1);
        }

        // Counted before looking once more, so that the last to come either is seen here or sees the sleeper.
        Interlocked.Increment(ref sleeping);
        SleepThrough(mine);
        Interlocked.Decrement(ref sleeping);
    }

    private void SleepThrough(int mine)
    {
        var interrupted = false;
        while (round == mine)
        {
            try
            {
                lock (asleep)
                {
                    while (round == mine)
                    {
                        Monitor.Wait(asleep);
                    }
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        InterruptAgain(interrupted);
    }

    private void WakeAll()
    {
        var (awake, interrupted) = (false, false);
        while (!awake)
        {
            try
            {
                lock (asleep)
                {
                    Monitor.PulseAll(asleep);
                    awake = true;
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        InterruptAgain(interrupted);
    }

    private static void InterruptAgain(bool interrupted)
    {
        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }
}
