using Benchmarks;

namespace Conform.Tests;

/// <summary>Verdicts on made-up times: nothing here is measured.</summary>
public class JudgeTests
{
    private static readonly Goal Twice = Goal.AtLeast("times peer", 2);

    [Test]
    public void A_peer_that_takes_three_times_as_long_meets_twice()
    {
        var verdict = Judge.Against(Twice, Of("own", 10, 11, 9), [Of("peer", 30, 33, 27)]);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Met));
        Assert.That(verdict.Value, Is.EqualTo(3).Within(1e-12));
    }

    [Test]
    public void The_peer_is_taken_at_its_better_setting()
    {
        var verdict = Judge.Against(
            Twice,
            Of("own", 10, 10, 10),
            [Of("peer, 1 thread", 40, 40, 40), Of("peer, 2 threads", 15, 15, 15)]
        );

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Missed));
        Assert.That(verdict.Value, Is.EqualTo(1.5));
    }

    [Test]
    public void No_win_is_claimed_where_our_slower_tail_is_behind_the_peers_middle()
    {
        // The ratio within each round is 3, but the last round of ours takes longer than the peer's median.
        var verdict = Judge.Against(Twice, Of("own", 10, 10, 31), [Of("peer", 30, 30, 93)]);

        Assert.That(verdict.Value, Is.EqualTo(3));
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Missed));
        Assert.That(verdict.Reason, Does.Contain("31").And.Contain("30").And.Contain("peer"));
    }

    [Test]
    public void Ratios_are_taken_within_a_round_so_that_a_slow_machine_counts_for_both()
    {
        // Ten times slower in the second round, for both alike; in the third the floor alone was disturbed.
        var verdict = Judge.Share(
            Goal.AtLeast("share", 0.8),
            Of("own", 10, 100, 10),
            Of("floor", 9, 90, 50)
        );

        Assert.That(verdict.Value, Is.EqualTo(0.9).Within(1e-12));
        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.Met));
    }

    [Test]
    public void A_path_that_is_not_offered_counts_as_missed()
    {
        Verdict[] verdicts =
        [
            Judge.Against(Twice, null, [Of("peer", 1)]),
            Judge.Share(Twice, null, Of("floor", 1)),
            Judge.Ratio(Twice, null, Of("dense", 1)),
            Judge.SameBits("bits", null, [1]),
        ];

        Assert.That(
            verdicts,
            Has.All.Matches<Verdict>(verdict =>
                verdict is { IsMissed: true, Outcome: Outcome.NotOffered, Word: "NOT OFFERED" }
            )
        );
        Assert.That(Judge.ExitCode(verdicts), Is.EqualTo(1));
    }

    [Test]
    public void A_peer_that_is_absent_counts_as_missed()
    {
        var verdict = Judge.Against(Twice, Of("own", 1), []);

        Assert.That(verdict.Outcome, Is.EqualTo(Outcome.NotMeasured));
        Assert.That(verdict.IsMissed);
    }

    [TestCase(0.75, false)]
    [TestCase(0.74, false)]
    [TestCase(0.76, true)]
    [TestCase(double.NaN, true)]
    public void At_most_is_missed_above_the_limit(double value, bool missed) =>
        Assert.That(Judge.Of(Goal.AtMost("skip", 0.75), value).IsMissed, Is.EqualTo(missed));

    [Test]
    public void Bits_are_compared_not_values()
    {
        Assert.That(Judge.SameBits("bits", [1, 2], [1, 2]).Outcome, Is.EqualTo(Outcome.Met));
        Assert.That(Judge.SameBits("bits", [0f], [-0f]).Value, Is.EqualTo(1));
        Assert.That(
            Judge.SameBits("bits", [float.NaN], [float.NaN]).Outcome,
            Is.EqualTo(Outcome.Met)
        );
        Assert.That(Judge.SameBits("bits", [1, 2], [1]).Value, Is.EqualTo(1));
    }

    [Test]
    public void One_missed_goal_exits_1_none_exits_0_and_nothing_judged_exits_3()
    {
        var met = Judge.Of(Goal.AtMost("a", 1), 1);
        var missed = Judge.Of(Goal.AtMost("b", 1), 2);

        Assert.That(Judge.ExitCode([met, met]), Is.Zero);
        Assert.That(Judge.ExitCode([met, missed]), Is.EqualTo(1));
        Assert.That(Judge.ExitCode([]), Is.EqualTo(3));
    }

    [TestCase(0.5, 2)]
    [TestCase(0.95, 4)] // of few, the slowest
    public void Quantiles_are_values_that_were_measured(double share, double expected) =>
        Assert.That(Times.Quantile([4, 1, 2, 3, 1], share), Is.EqualTo(expected));

    private static Times Of(string name, params double[] rounds) => new(name, rounds);
}
