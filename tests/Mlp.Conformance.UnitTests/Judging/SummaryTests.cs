namespace Mlp.Conformance.UnitTests;

internal sealed class SummaryTests
{
    private static readonly Case Pair = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1e-3));
    private static readonly Judge Judge = new();

    private static Verdict Passed =>
        Judge.Verdict(Pair, Make.Ok(Pair, ("y", Tensor.Vector([1.0001, 2.0]))));

    private static Verdict Failed =>
        Judge.Verdict(Pair, Make.Ok(Pair, ("y", Tensor.Vector([1.1, 2.0]))));

    private static Verdict Absent => Judge.Verdict(Pair, null, "fake");

    [Test]
    public void All_passed_is_0() => Assert.That(Code(["fake"], Passed), Is.Zero);

    [Test]
    public void Anything_bad_is_1() => Assert.That(Code(["fake"], Passed, Failed), Is.EqualTo(1));

    [Test]
    public void A_backend_without_a_comparison_is_1() =>
        Assert.That(Code(["fake", "other"], Passed), Is.EqualTo(1));

    [Test]
    public void Nothing_compared_at_all_is_3()
    {
        Assert.That(Code(["fake"], Absent), Is.EqualTo(3));
        Assert.That(Code(["fake"]), Is.EqualTo(3));
    }

    [Test]
    public void Rows_count_verdicts_and_name_the_worst_case()
    {
        var other = Passed with { Case = Pair with { Id = "losses/made", Family = "losses" } };
        var rows = new Summary([Passed, Failed, Absent, other], ["fake"]).Rows;
        Assert.That(rows.Select(row => row.Family), Is.EqualTo(new[] { "losses", "activations" }));
        Assert.That(rows[1].Counts[VerdictKind.Passed], Is.EqualTo(1));
        Assert.That(rows[1].Counts[VerdictKind.Failed], Is.EqualTo(1));
        Assert.That(rows[1].Counts[VerdictKind.Absent], Is.EqualTo(1));
        Assert.That(rows[1].WorstRatio, Is.EqualTo(100).Within(1e-6));
        Assert.That(rows[0].WorstRatio, Is.EqualTo(0.1).Within(1e-6));
        Assert.That(rows[0].WorstId, Is.EqualTo("losses/made"));
    }

    [Test]
    public void What_ran_and_differs_as_declined_was_compared_and_is_no_worst_case()
    {
        var differing = new Judge([new(DeclineKind.Differs, "other") { Ops = ["relu"] }]);
        var declined = differing.Verdict(Pair, Make.Ok(Pair, ("y", Tensor.Vector([1.1, 2.0]))));

        Assert.That(declined.Kind, Is.EqualTo(VerdictKind.Declined));
        Assert.That(Code(["fake"], declined), Is.Zero);
        Assert.That(new Summary([declined], ["fake"]).Rows.Single().WorstId, Is.Null);
        Assert.That(new Summary([Absent], ["fake"]).Rows.Single().WorstId, Is.Null);
    }

    [Test]
    public void A_failure_says_all_that_is_needed_to_look_at_it()
    {
        var text = FailureText.With(
            Failed with
            {
                Case = Pair with { Notes = "why" },
            },
            "run it again"
        );
        Assert.That(text, Does.Contain("activations/relu/made on fake: failed"));
        Assert.That(text, Does.Contain("y, first bad index 0: expected 1, actual 1.1"));
        Assert.That(text, Does.Contain("against bound 0.001: 100 times"));
        Assert.That(text, Does.Contain("bound reduction: "));
        Assert.That(text, Does.Contain("what it tests: why"));
        Assert.That(text, Does.EndWith("\n  run it again"));
    }

    [Test]
    public void A_failure_by_NaN_does_not_say_that_no_difference_is_allowed()
    {
        var nan = Judge.Verdict(Pair, Make.Ok(Pair, ("y", Tensor.Vector([double.NaN, 2.0]))));

        Assert.That(
            FailureText.Of(nan),
            Does.Contain("worst error Infinity against bound 0.001: no bound is that wide")
        );
    }

    [Test]
    public void A_command_names_the_tool_and_the_files_of_the_case_each_word_as_a_shell_takes_it()
    {
        Assert.That(
            FailureText.RunCommand("conform", "fake", "a/b.jsonl", "my cases.jsonl"),
            Is.EqualTo("conform run --cases a/b.jsonl --cases 'my cases.jsonl' --backend fake --id")
        );
        Assert.That(
            FailureText.JudgeCommand("conform", "my results.jsonl"),
            Is.EqualTo("conform judge 'my results.jsonl' --id")
        );
        Assert.That(FailureText.Quoted("mine/it's 1"), Is.EqualTo("'mine/it'\\''s 1'"));
    }

    [Test]
    public void An_error_says_what_was_thrown()
    {
        var error = new Result(
            Pair.Id,
            "fake",
            ResultStatus.Error,
            Node.Map.Empty,
            "InvalidOperationException: boom"
        );
        Assert.That(
            FailureText.Of(Judge.Verdict(Pair, error)),
            Does.Contain("InvalidOperationException: boom")
        );
    }

    private static int Code(string[] backends, params Verdict[] verdicts) =>
        new Summary(verdicts, backends).ExitCode;
}
