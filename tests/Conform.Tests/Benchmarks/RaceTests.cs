using Benchmarks;

namespace Conform.Tests;

/// <summary>Races of contenders that do nothing: who is timed, and when a race is refused.</summary>
public class RaceTests
{
    [Test]
    public void Every_contender_is_timed_once_a_round_from_its_start()
    {
        using var race = new Race(0);
        var (one, other) = (race.Add(new Fake("one", 1)), race.Add(new Fake("other", 1)));

        race.Run(4, CancellationToken.None);

        Assert.That(race.Of(one).Rounds, Has.Count.EqualTo(4));
        Assert.That(race.Of(other).Rounds, Has.Count.EqualTo(4));
        Assert.That(
            one.Runs,
            Is.EqualTo(one.Prepared).And.GreaterThan(4),
            "warm-up does not count"
        );
        Assert.That(race.All.Select(times => times.Name), Is.EqualTo(new[] { "one", "other" }));
    }

    [Test]
    public void Unequal_work_is_refused_and_both_are_named()
    {
        using var race = new Race(1e-4);
        race.Add(new Fake("one", 0.5));
        race.Add(new Fake("other", 0.5002));

        Assert.That(
            () => race.Run(1, CancellationToken.None),
            Throws
                .TypeOf<UnequalWorkException>()
                .With.Message.Contains("one")
                .And.Message.Contains("other")
        );
    }

    [TestCase(0.5, 0.50009, true)]
    [TestCase(1000, 1000.09, true)] // relative above 1
    [TestCase(1000, 1000.2, false)]
    [TestCase(0.5, double.NaN, false)]
    [TestCase(double.NaN, double.NaN, false)] // a run that went wrong for all is no work
    public void Results_agree_to_the_tolerance(double one, double other, bool equal)
    {
        using var race = new Race(1e-4);
        var check = () => race.RequireEqualWork([("one", [one]), ("other", [other])]);

        Assert.That(check, equal ? Throws.Nothing : Throws.TypeOf<UnequalWorkException>());
    }

    [Test]
    public void Results_of_other_length_are_refused_and_ceilings_have_none()
    {
        using var race = new Race(1);

        Assert.That(
            () => race.RequireEqualWork([("one", [1]), ("other", [1, 1])]),
            Throws.TypeOf<UnequalWorkException>()
        );
        Assert.That(
            () => race.RequireEqualWork([("peak", []), ("one", [1]), ("other", [1])]),
            Throws.Nothing
        );
    }

    [Test]
    public void Contenders_are_disposed_of_with_the_race()
    {
        var one = new Fake("one", 1);
        using (var race = new Race(0))
        {
            race.Add(one);
        }

        Assert.That(one.IsDisposed);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)] // more than there may be cores
    public void Threads_together_each_do_their_part_once_a_run(int threads)
    {
        var parts = new int[threads];
        using var together = new Together(
            threads,
            number => Interlocked.Increment(ref parts[number])
        );
        for (var run = 1; run <= 3; run++)
        {
            together.Prepare();
            together.Run();

            Assert.That(parts, Has.All.EqualTo(run));
        }
    }

    private sealed class Fake(string name, double result) : IContender
    {
        public int Prepared { get; private set; }

        public int Runs { get; private set; }

        public bool IsDisposed { get; private set; }

        public string Name => name;

        public double Units => 1;

        public IReadOnlyList<double> Result => [result];

        public void Prepare() => Prepared++;

        public void Run() => Runs++;

        public void Dispose() => IsDisposed = true;
    }
}
