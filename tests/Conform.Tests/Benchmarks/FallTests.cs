using Benchmarks;

namespace Conform.Tests;

/// <summary>What is named as fallen against stored ratios, all made up.</summary>
public class FallTests
{
    private static readonly Goal AtLeast = Goal.AtLeast("times peer", 3.5);
    private static readonly Goal AtMost = Goal.AtMost("a step", 1.5, "us");

    [TestCase(4.0, 3.56, true)] // by 11%
    [TestCase(4.0, 3.64, false)] // by 9%
    [TestCase(4.0, 5.0, false)] // risen
    public void A_ratio_that_fell_by_more_than_a_tenth_is_named(
        double before,
        double now,
        bool named
    )
    {
        var falls = Fall.Of([Work(AtLeast, now)], [Report(Work(AtLeast, before))]);

        Assert.That(falls, Has.Count.EqualTo(named ? 1 : 0));
        if (named)
        {
            Assert.That(falls[0], Is.EqualTo("f: times peer: 3.56x, was 4x at abcdef0"));
        }
    }

    [TestCase(1.0, 1.11, true)]
    [TestCase(1.0, 1.09, false)]
    [TestCase(1.0, 0.5, false)]
    [TestCase(0.0, 1.0, true)] // bytes where there were none
    [TestCase(0.0, 0.0, false)]
    public void A_figure_that_should_be_small_is_named_when_it_rose(
        double before,
        double now,
        bool named
    ) =>
        Assert.That(
            Fall.Of([Work(AtMost, now)], [Report(Work(AtMost, before))]),
            Has.Count.EqualTo(named ? 1 : 0)
        );

    [Test]
    public void A_figure_that_is_gone_is_named() =>
        Assert.That(
            Fall.Of([Work(AtLeast, null)], [Report(Work(AtLeast, 4))]),
            Is.EqualTo(new[] { "f: times peer: nothing, was 4x at abcdef0" })
        );

    [Test]
    public void The_latest_stored_figure_counts_and_trials_do_not()
    {
        BenchReport[] stored =
        [
            Report(Work(AtLeast, 9)),
            Report(Work(AtLeast, 4)),
            Report(Work(AtLeast, 9) with { Quick = true }),
        ];

        Assert.That(Fall.Of([Work(AtLeast, 4)], stored), Is.Empty);
    }

    [Test]
    public void What_was_never_stored_cannot_fall() =>
        Assert.That(Fall.Of([Work(AtLeast, 1)], [Report(Work(AtMost, 1))]), Is.Empty);

    private static BenchReport Report(WorkResult work) => MadeUp.Report(work);

    private static WorkResult Work(Goal goal, double? value) =>
        MadeUp.Work("f", new Verdict(goal, value, Outcome.Met));
}
