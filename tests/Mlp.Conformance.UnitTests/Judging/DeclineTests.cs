namespace Mlp.Conformance.UnitTests;

internal sealed class DeclineTests
{
    private static readonly Case Relu = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1e-3));
    private static readonly Case Other = Relu with { Id = "activations/tanh/made", Op = "tanh" };

    [Test]
    public void A_rule_of_one_backend_says_nothing_of_another()
    {
        var rule = new Decline(DeclineKind.Unsupported, "not there") { Backend = "ort" };
        var refused = new Judge([rule]).Verdict(Relu, Unsupported("ort"));
        var other = new Judge([rule]).Verdict(Relu, Unsupported("cpu"));

        Assert.That(refused.Kind, Is.EqualTo(VerdictKind.Declined));
        Assert.That(other.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(rule.IsStale([refused]), Is.False);
        Assert.That(rule.IsStale([other]), Is.False);

        static Result Unsupported(string backend) =>
            new(Relu.Id, backend, ResultStatus.Unsupported, Node.Map.Empty, "no");
    }

    [Test]
    public void It_covers_by_family_op_and_predicate_all_together()
    {
        var rule = new Decline(DeclineKind.Differs, "x")
        {
            Family = "activations",
            Ops = ["relu"],
            Where = value => value.DType == ElementType.Float32,
        };
        Assert.That(rule.Covers(Relu), Is.True);
        Assert.That(rule.Covers(Other), Is.False);
        Assert.That(rule.Covers(Relu with { Family = "onnx" }), Is.False);
        Assert.That(rule.Covers(Relu with { DType = ElementType.Float64 }), Is.False);
        Assert.That(new Decline(DeclineKind.Differs, "all").Covers(Other), Is.True);
    }

    [Test]
    public void A_case_that_runs_though_declined_as_unsupported_fails_and_makes_the_rule_stale()
    {
        var rule = new Decline(DeclineKind.Unsupported, "no relu") { Ops = ["relu"] };
        var verdict = new Judge([rule]).Verdict(
            Relu,
            Make.Ok(Relu, ("y", Tensor.Vector([1.0, 2.0])))
        );
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(verdict.Message, Does.Contain("take the decline out"));
        Assert.That(rule.IsStale([verdict]), Is.True);
    }

    [Test]
    public void A_refusal_as_due_does_not_show_that_a_case_is_supported()
    {
        // Descriptions refuse before any backend is asked.
        var rule = new Decline(DeclineKind.Unsupported, "no relu") { Ops = ["relu"] };
        var judge = new Judge([rule]);
        var due = Relu with { Expected = Node.Map.Of(("raises", true)) };
        var refused = judge.Verdict(due, Make.Ok(due, ("raises", true)));
        var ran = judge.Verdict(due, Make.Ok(due, ("y", Tensor.Vector([1.0, 2.0]))));
        var missing = judge.Verdict(
            Relu,
            new(Relu.Id, "cpu", ResultStatus.Unsupported, Node.Map.Empty)
        );
        Assert.That(refused.Kind, Is.EqualTo(VerdictKind.Declined));
        Assert.That(ran.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(rule.IsStale([refused, missing]), Is.False);
        Assert.That(rule.IsStale([refused]), Is.True, "nothing is unsupported any more");
        Assert.That(rule.IsStale([refused, missing, ran]), Is.True);
        Assert.That(new Summary([refused, missing], ["cpu"]).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public void A_rule_that_differs_is_stale_when_no_case_leaves_its_bound()
    {
        var rule = new Decline(DeclineKind.Differs, "another slope");
        var judge = new Judge([rule]);
        var inside = judge.Verdict(Relu, Make.Ok(Relu, ("y", Tensor.Vector([1.0, 2.0]))));
        var outside = judge.Verdict(Other, Make.Ok(Other, ("y", Tensor.Vector([1.0, 3.0]))));
        Assert.That(inside.Kind, Is.EqualTo(VerdictKind.Passed));
        Assert.That(outside.Kind, Is.EqualTo(VerdictKind.Declined));
        Assert.That(rule.IsStale([inside]), Is.True);
        Assert.That(rule.IsStale([inside, outside]), Is.False);
    }

    [Test]
    public void A_rule_over_no_case_of_the_suite_and_one_over_absent_cases_are_not_stale()
    {
        var rule = new Decline(DeclineKind.Unsupported, "x") { Ops = ["relu"] };
        var absent = new Judge([rule]).Verdict(Relu, null, "cpu");
        Assert.That(rule.IsStale([]), Is.False);
        Assert.That(rule.IsStale([absent]), Is.False);
    }

    [Test]
    public void What_is_optional_may_be_done_without_and_is_judged_where_it_is_offered()
    {
        var optional = Relu with { Tags = ["nan", "optional:relu"] };
        var without = new Result(
            optional.Id,
            "fake",
            ResultStatus.Unsupported,
            Node.Map.Empty,
            "no"
        );
        var wrong = Make.Ok(optional, ("y", Tensor.Vector([1.0, 3.0])));
        Assert.That(new Judge().Verdict(optional, without).Kind, Is.EqualTo(VerdictKind.Declined));
        Assert.That(
            new Judge().Verdict(optional, without).Message,
            Does.Contain("relu is optional")
        );
        Assert.That(new Judge().Verdict(optional, wrong).Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(new Judge().Verdict(Relu, without).Kind, Is.EqualTo(VerdictKind.Failed));
    }
}
