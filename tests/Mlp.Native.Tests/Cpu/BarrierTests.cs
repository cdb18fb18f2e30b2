namespace Mlp.Native.Tests;

public sealed class BarrierTests
{
    [Test]
    public void Nobody_passes_before_all_have_come([Values(2, 3, 4)] int workers)
    {
        var job = new Counting(workers);

        Team.Of(workers).Run(job, alone: false);

        Assert.That(job.Wrong, Is.Zero);
        Assert.That(job.Rounds, Is.EqualTo(Counting.All * workers));
    }

    [Test]
    public void A_team_that_is_busy_leaves_a_job_to_its_caller()
    {
        var inner = new Counting(1);

        Team.Of(2).Run(new Nested(inner), alone: false);

        Assert.That((inner.Rounds, inner.Wrong), Is.EqualTo((Counting.All, 0)));
    }

    // The others wait for it for ever: another job that waited for them would too.
    [Test]
    public void A_team_whose_caller_failed_is_not_waited_for()
    {
        const int Nobodys = 17;
        Assert.That(
            () => Team.Of(Nobodys).Run(new Failing(), alone: false),
            Throws.TypeOf<NotImplementedException>()
        );
        var job = new Counting(1);

        Assert.That(
            Task.Run(() => Team.Of(Nobodys).Run(job, alone: false)).Wait(TimeSpan.FromMinutes(1))
        );
        Assert.That((job.Rounds, job.Wrong), Is.EqualTo((Counting.All, 0)));
    }

    // Every worker counts, waits, and then must see what all have counted.
    private sealed class Counting(int workers) : IJob
    {
        public const int All = 300;

        private int count;
        private int wrong;

        public int Rounds => count;

        public int Wrong => wrong;

        public void Work(int worker, int of, Barrier barrier)
        {
            for (var round = 1; round <= All; round++)
            {
                // Now and then somebody is late, so that the others fall asleep.
                if (round % 100 == worker)
                {
                    Thread.Sleep(1);
                }

                Interlocked.Increment(ref count);
                barrier.Wait();
                if (Volatile.Read(ref count) != round * workers)
                {
                    Interlocked.Increment(ref wrong);
                }

                barrier.Wait();
            }
        }
    }

    private sealed class Failing : IJob
    {
        public void Work(int worker, int workers, Barrier barrier)
        {
            if (worker == 0)
            {
                throw new NotImplementedException();
            }

            barrier.Wait();
        }
    }

    private sealed class Nested(IJob inner) : IJob
    {
        public void Work(int worker, int workers, Barrier barrier)
        {
            if (worker == 1)
            {
                Team.Of(2).Run(inner, alone: false);
            }
        }
    }
}
