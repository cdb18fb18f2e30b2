using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests;

/// <summary>What a verdict says of each output beside whether it holds: people look for the bug there.</summary>
internal sealed class ComparisonTests
{
    private static readonly Judge Judge = new();
    private static readonly Case Pair = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1e-3));

    [Test]
    public void A_refusal_that_came_and_one_that_did_not_are_told_apart_in_words()
    {
        var value = Pair with { Expected = Node.Map.Of(("raises", true)), Bounds = null };

        var came = Judge.Verdict(value, Make.Ok(value, ("raises", true))).Outputs.Single();
        var none = Judge.Verdict(value, Make.Ok(value, ("y", 1.0))).Outputs.Single();

        Assert.That(
            (came.WorstRatio, came.Actual, came.Message),
            Is.EqualTo((0.0, "one", (string?)null))
        );
        Assert.That(
            (none.WorstRatio, none.Actual, none.Message),
            Is.EqualTo((double.PositiveInfinity, "none", "a refusal is due, and none came"))
        );
    }

    [Test]
    public void A_case_with_bounds_is_held_to_what_it_expects_and_an_imported_one_to_its_float64()
    {
        var far = Pair with { Expected64 = Node.Map.Of(("y", Tensor.Vector([9.0, 9.0]))) };
        Assert.That(Kind(far, 1, 2), Is.EqualTo(VerdictKind.Passed));

        var imported = Pair with
        {
            Bounds = null,
            Expected = Node.Map.Of(("y", Tensor.Vector([1.00001, 2.0]))),
            Expected64 = Pair.Expected,
            F32Gap = 1e-5,
        };
        // 7.5e-5 from the one, 8.5e-5 from the other; 8e-5 are allowed.
        Assert.That(Of(imported, 1 - 7.5e-5, 2).IsBad, Is.False);
    }

    [Test]
    public void A_plain_value_is_one_value_compared()
    {
        var value = Pair with { Expected = Node.Map.Of(("name", "a")) };

        var verdict = Judge.Verdict(value, Make.Ok(value, ("name", "a")));

        Assert.That((verdict.Kind, verdict.Compared), Is.EqualTo((VerdictKind.Passed, 1L)));
    }

    [Test]
    public void A_flag_is_shown_as_it_is()
    {
        var value = Pair with { Expected = Node.Map.Of(("flag", true)) };

        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("flag", false))).Message,
            Does.Contain("is false, expected true")
        );
    }

    [Test]
    public void Rows_of_a_scaler_in_float64_stay_so()
    {
        var value = Fixtures
            .Of("scaler")
            .First(c =>
                c.Inputs.TryGet("x", out var x)
                && x.AsTensor().Type == ElementType.Float64
                && c.Expected.TryGet("transformed", out _)
            );

        Assert.That(
            Judge
                .Verdict(value, new Runner(new PlainBackend()).Run(value))
                .Outputs.Select(output => output.Kind),
            Has.None.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void Statistics_that_a_scaler_does_not_keep_are_not_asked_for()
    {
        var full = ImportedCases.All.First(value => value.Id == "dev/scaler/0004");
        var value = full with { Expected = Without(full.Expected) };
        var result = new Runner(new PlainBackend()).Run(full);

        var verdict = Judge.Verdict(value, result with { Outputs = Without(result.Outputs) });

        Assert.That(verdict.IsBad, Is.False, verdict.Message);

        static Node.Map Without(Node.Map map) =>
            Node.Map.Of(
                map.Entries.Where(entry => entry.Key != "var_")
                    .Select(entry => (entry.Key, entry.Value))
            );
    }

    [Test]
    public void What_is_equal_has_no_error_whatever_its_bound()
    {
        var exact = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Exact);

        Assert.That(Of(exact, 1, 2).WorstRatio, Is.Zero);
    }

    [Test]
    public void The_first_value_outside_is_shown_and_the_worst_is_measured()
    {
        var output = Of(Pair, 1.002, 2.5).Outputs.Single();

        Assert.That((output.BadIndex, output.Expected), Is.EqualTo(((long?)0, "1")));
        Assert.That(output.Actual, Does.StartWith("1.002"));
        Assert.That(output.Error, Is.EqualTo(0.5));
    }

    [Test]
    public void Of_equal_errors_the_first_is_shown()
    {
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1));

        Assert.That(Of(value, 1.25, 2.25).Outputs.Single().Expected, Is.EqualTo("1"));
    }

    [Test]
    public void Two_values_past_the_warning_warn_as_one_does_and_one_on_it_does_not()
    {
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(0.5));

        Assert.That(Kind(value, 1.375, 2.375), Is.EqualTo(VerdictKind.Warned));
        Assert.That(Kind(value, 1.25, 2), Is.EqualTo(VerdictKind.Passed));
    }

    [Test]
    public void An_output_of_no_values_with_a_bound_of_none_is_no_error()
    {
        Node empty = Tensor.Create(Array.Empty<double>(), 0, 3);
        var value = Pair with
        {
            Expected = Node.Map.Of(("y", empty)),
            Bounds = new Dictionary<string, Bound>
            {
                ["y"] = new("made", Tensor.Vector(Array.Empty<double>()), null),
            },
        };

        var verdict = Judge.Verdict(value, Make.Ok(value, ("y", empty)));

        Assert.That(verdict.Outputs.Single().Kind, Is.EqualTo(VerdictKind.Passed));
        Assert.That(verdict.Outputs.Single().Bound, Is.Zero);
    }

    [Test]
    public void A_number_where_none_is_due_is_infinitely_far_off() =>
        Assert.That(
            Of(Make.Golden(Tensor.Vector([double.NaN, 2.0]), Make.Bound(1)), 1, 2).WorstRatio,
            Is.EqualTo(double.PositiveInfinity)
        );

    [Test]
    public void A_verdict_is_as_bad_as_its_worst_output_and_without_any_not_bad_at_all()
    {
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1)) with
        {
            Expected = Node.Map.Of(("y", Pair.Expected["y"]), ("z", Pair.Expected["y"])),
            Bounds = new Dictionary<string, Bound> { ["y"] = Make.Bound(1), ["z"] = Make.Bound(1) },
        };
        var verdict = Judge.Verdict(
            value,
            Make.Ok(value, ("y", Tensor.Vector([1.25, 2.0])), ("z", Tensor.Vector([1.5, 2.0])))
        );

        Assert.That(verdict.WorstRatio, Is.EqualTo(0.5));
        Assert.That(Judge.Verdict(value, null, "fake").WorstRatio, Is.Zero);
    }

    [Test]
    public void A_failure_names_error_and_bound_and_what_else_is_wrong()
    {
        Assert.That(
            Of(Pair, 1.25, 2).Message,
            Is.EqualTo("y: error 0.25 against bound 0.001 (reduction).")
        );
        var nothing = Pair with { Expected = Node.Map.Empty };
        Assert.That(
            Judge.Verdict(nothing, Make.Ok(nothing)).Message,
            Does.Contain("expects nothing")
        );
        Assert.That(
            Judge.Verdict(nothing with { Outputs = ["y"] }, Make.Ok(nothing)).Message,
            Does.Contain("was exported")
        );
    }

    [Test]
    public void Only_results_of_the_backend_asked_about_are_taken()
    {
        var other = Pair with { Id = "activations/relu/other" };
        var good = Make.Ok(Pair, ("y", Pair.Expected["y"]));
        var results = new ResultSet(
            [good with { Backend = "wrong", Outputs = Node.Map.Empty }, good],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );

        Assert.That(
            Judge.Verdicts([Pair, other], results, "fake").Select(verdict => verdict.Kind),
            Is.EqualTo(new[] { VerdictKind.Passed, VerdictKind.Absent })
        );
    }

    private static VerdictKind Kind(Case value, params double[] actual) => Of(value, actual).Kind;

    private static Verdict Of(Case value, params double[] actual) =>
        Judge.Verdict(value, Make.Ok(value, ("y", Tensor.Vector(actual))));
}
