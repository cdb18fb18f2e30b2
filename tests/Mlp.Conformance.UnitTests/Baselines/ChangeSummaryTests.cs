namespace Mlp.Conformance.UnitTests.Baselines;

/// <summary>What many changes come to: order, counts, exit code.</summary>
public class ChangeSummaryTests
{
    [TestCase(0, ChangeKind.Equal)]
    [TestCase(0, ChangeKind.Equal, ChangeKind.Inside, ChangeKind.New, ChangeKind.Absent)]
    [TestCase(1, ChangeKind.Equal, ChangeKind.Drifted)]
    [TestCase(1, ChangeKind.Equal, ChangeKind.Broken)]
    [TestCase(1, ChangeKind.Equal, ChangeKind.Lost)]
    [TestCase(3)]
    [TestCase(3, ChangeKind.New, ChangeKind.Lost, ChangeKind.Absent)] // no case has two results
    public void The_exit_code_is_that_of_the_worst(int expected, params ChangeKind[] kinds) =>
        Assert.That(
            new ChangeSummary([.. kinds.Select((kind, i) => Of($"{i}", kind, 0.5))]).ExitCode,
            Is.EqualTo(expected)
        );

    [Test]
    public void Broken_comes_first_then_drifted_the_farthest_first()
    {
        var summary = new ChangeSummary([
            Of("equal", ChangeKind.Equal, 0),
            Of("near", ChangeKind.Inside, 0.1),
            Of("far", ChangeKind.Drifted, 0.7),
            Of("b", ChangeKind.Drifted, 0.9),
            Of("a", ChangeKind.Drifted, 0.9),
            Of("out", ChangeKind.Broken, 0.2),
            Of("gone", ChangeKind.Lost, 0),
            Of("first", ChangeKind.New, 0),
        ]);

        Assert.That(
            summary.Movers.Select(change => change.Case.Id),
            Is.EqualTo(new[] { "out", "a", "b", "far", "near" })
        );
        Assert.That(summary.Lost, Is.EqualTo(new[] { "gone" }));
        Assert.That(summary.New, Is.EqualTo(new[] { "first" }));
        Assert.That(summary.Rows, Has.Count.EqualTo(1));
        Assert.That(summary.Rows[0].Counts[ChangeKind.Drifted], Is.EqualTo(3));
        Assert.That(summary.Rows[0].Farthest!.Case.Id, Is.EqualTo("out"));
    }

    private static Change Of(string id, ChangeKind kind, double share) =>
        new(
            Make.Golden(Tensor.Scalar(1f), Make.Exact) with
            {
                Id = id,
            },
            kind,
            null,
            null,
            share == 0 ? [] : [new("y", share, share, 0, 0, share, false)]
        );
}
