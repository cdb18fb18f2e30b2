using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests;

internal sealed class JudgeTests
{
    private static readonly Judge Judge = new();
    private static readonly Case Pair = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(1e-3));

    [Test]
    public void Values_inside_the_warning_pass() =>
        Assert.That(Kind(Pair, Tensor.Vector([1.0004, 2.0])), Is.EqualTo(VerdictKind.Passed));

    [Test]
    public void Values_past_the_warning_warn()
    {
        var verdict = Verdict(Pair, Tensor.Vector([1.0006, 2.0]));
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Warned));
        Assert.That(verdict.WorstRatio, Is.EqualTo(0.6).Within(1e-9));
    }

    [Test]
    public void A_value_on_the_bound_passes_and_one_ULP_past_it_fails()
    {
        // 1 + 2^-10 and the bound are exact.
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Bound(Math.ScaleB(1, -10)));
        var on = 1 + Math.ScaleB(1, -10);
        Assert.That(Kind(value, Tensor.Vector([on, 2.0])), Is.EqualTo(VerdictKind.Warned));
        Assert.That(
            Kind(value, Tensor.Vector([Math.BitIncrement(on), 2.0])),
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void Each_element_has_its_own_bound()
    {
        var bound = new Bound("exp", Tensor.Vector([1e-3, 0.0]), null);
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), bound);
        Assert.That(Kind(value, Tensor.Vector([1.0005, 2.0])), Is.EqualTo(VerdictKind.Passed));
        Assert.That(Kind(value, Tensor.Vector([1.0, 2.0005])), Is.EqualTo(VerdictKind.Failed));
    }

    [TestCase(double.NaN, 1.0)]
    [TestCase(1.0, double.NaN)]
    [TestCase(double.PositiveInfinity, double.NegativeInfinity)]
    [TestCase(double.PositiveInfinity, 1.0)]
    [TestCase(1.0, double.PositiveInfinity)]
    [TestCase(double.NaN, double.PositiveInfinity)]
    public void Non_finite_values_match_only_themselves(double expected, double actual)
    {
        var value = Make.Golden(Tensor.Vector([expected, 5.0]), Make.Bound(1e300));
        var verdict = Verdict(value, Tensor.Vector([actual, 5.0]));
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(verdict.Outputs[0].BadIndex, Is.Zero);
        Assert.That(Kind(value, Tensor.Vector([expected, 5.0])), Is.EqualTo(VerdictKind.Passed));
    }

    [Test]
    public void An_expectation_beyond_float32_is_infinite_there()
    {
        var value = Make.Golden(Tensor.Vector([1e40, 5.0]), Make.Bound(1));
        Assert.That(
            Kind(value, Tensor.Vector([float.PositiveInfinity, 5f])),
            Is.EqualTo(VerdictKind.Passed)
        );
        Assert.That(
            Kind(
                value with
                {
                    DType = ElementType.Float64,
                },
                Tensor.Vector([double.PositiveInfinity, 5])
            ),
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void Minus_0_is_0_but_in_the_lane_of_signed_zeros()
    {
        var value = Make.Golden(Tensor.Vector([0.0, 5.0]), Make.Exact);
        var actual = Tensor.Vector([-0.0, 5.0]);
        Assert.That(Kind(value, actual), Is.EqualTo(VerdictKind.Passed));
        Assert.That(
            Kind(value with { Tags = ["signed_zero"] }, actual),
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void Another_shape_fails_even_with_the_same_values()
    {
        var verdict = Verdict(Pair, Tensor.Create([1.0, 2.0], 2, 1));
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(verdict.Message, Does.Contain("has shape [2, 1], expected [2]"));
    }

    [Test]
    public void A_missing_output_fails()
    {
        var verdict = Judge.Verdict(Pair, Make.Ok(Pair));
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(verdict.Message, Does.Contain("y: is missing"));
    }

    [Test]
    public void A_list_that_is_longer_than_expected_fails_and_an_output_nobody_asked_for_does_not()
    {
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Exact) with
        {
            Expected = Node.Map.Of(("steps", new Node.List([Tensor.Vector([1.0, 2.0])]))),
        };
        Node once = Tensor.Vector([1.0, 2.0]);
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("steps", new Node.List([once, once])))).Kind,
            Is.EqualTo(VerdictKind.Failed)
        );
        Assert.That(
            Judge
                .Verdict(value, Make.Ok(value, ("steps", new Node.List([once])), ("more", once)))
                .Kind,
            Is.EqualTo(VerdictKind.Passed)
        );
    }

    [Test]
    public void Plain_values_must_be_equal_and_a_scalar_may_be_written_as_a_number()
    {
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Exact) with
        {
            Family = "splits",
            Expected = Node.Map.Of(
                ("n", 3.0),
                ("name", "a"),
                ("none", new Node.Null()),
                ("flag", true)
            ),
        };
        Assert.That(
            Judge
                .Verdict(
                    value,
                    Make.Ok(
                        value,
                        ("n", Tensor.Scalar(3L)),
                        ("name", "a"),
                        ("none", new Node.Null()),
                        ("flag", true)
                    )
                )
                .Kind,
            Is.EqualTo(VerdictKind.Passed)
        );
        foreach (
            var (name, wrong) in new (string, Node)[]
            {
                ("n", 4.0),
                ("name", "b"),
                ("none", 0.0),
                ("flag", false),
            }
        )
        {
            var outputs = value.Expected.Entries.Select(entry =>
                (entry.Key, entry.Key == name ? wrong : entry.Value)
            );
            Assert.That(
                Judge.Verdict(value, Make.Ok(value, outputs)).Kind,
                Is.EqualTo(VerdictKind.Failed),
                name
            );
        }
    }

    [Test]
    public void A_real_that_an_imported_case_writes_as_a_plain_number_has_the_bound_of_its_file()
    {
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), Make.Exact) with
        {
            Bounds = null,
            Expected = Node.Map.Of(("sum", 0.5), ("n", 3.0)),
        };
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("sum", 0.5000005), ("n", 3.0))).IsBad,
            Is.False
        );
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("sum", 0.500002), ("n", 3.0))).Kind,
            Is.EqualTo(VerdictKind.Failed)
        );
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("sum", 0.5), ("n", 3.0000001))).Kind,
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void Whole_numbers_beyond_2_to_53_are_told_apart()
    {
        var value = Make.Golden(Tensor.Vector([9007199254740993, 1]), Make.Exact);
        Assert.That(
            Kind(value, Tensor.Vector([9007199254740992, 1])),
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void A_case_that_compares_nothing_fails()
    {
        var value = Pair with { Expected = Node.Map.Empty };
        var verdict = Judge.Verdict(value, Make.Ok(value, ("y", 1.0)));
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(verdict.Message, Does.Contain("Nothing was compared"));
    }

    [Test]
    public void An_output_without_values_is_held_to_its_shape_and_of_reals_proves_nothing()
    {
        Tensor due = Tensor.Create(Array.Empty<float>(), 0, 3);
        Tensor other = Tensor.Create(Array.Empty<float>(), 0, 2);
        var value = Pair with { Expected = Node.Map.Of(("y", due)), Bounds = null };
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("y", due))).Kind,
            Is.EqualTo(VerdictKind.Mistrusted)
        );

        var hot = value with { Family = "onehot_argmax" };
        var held = Judge.Verdict(hot, Make.Ok(hot, ("y", due)));
        Assert.That(held.Kind, Is.EqualTo(VerdictKind.Passed));
        Assert.That(held.Compared, Is.EqualTo(1));
        Assert.That(new Summary([held], [held.Backend]).ExitCode, Is.Zero);
        Assert.That(
            Judge.Verdict(hot, Make.Ok(hot, ("y", other))).Kind,
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void A_due_refusal_passes_and_anything_else_in_its_place_fails()
    {
        var value = Pair with { Expected = Node.Map.Of(("raises", true)), Bounds = null };
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("raises", true))).Kind,
            Is.EqualTo(VerdictKind.Passed)
        );
        Assert.That(
            Judge.Verdict(value, Make.Ok(value, ("y", Tensor.Vector([1.0])))).Kind,
            Is.EqualTo(VerdictKind.Failed)
        );
        var error = new Result(value.Id, "fake", ResultStatus.Error, Node.Map.Empty, "boom");
        Assert.That(Judge.Verdict(value, error).Kind, Is.EqualTo(VerdictKind.Error));
    }

    [Test]
    public void A_refusal_that_was_not_due_fails() =>
        Assert.That(
            Judge.Verdict(Pair, Make.Ok(Pair, ("raises", true))).Kind,
            Is.EqualTo(VerdictKind.Failed)
        );

    [Test]
    public void No_result_is_absent()
    {
        Assert.That(Judge.Verdict(Pair, null, "cpu").Kind, Is.EqualTo(VerdictKind.Absent));
        Assert.That(Judge.Verdict(Pair, null, "cpu").Backend, Is.EqualTo("cpu"));
        var absent = new Result(Pair.Id, "fake", ResultStatus.Absent, Node.Map.Empty, "no data");
        Assert.That(Judge.Verdict(Pair, absent).Message, Is.EqualTo("no data"));
    }

    [Test]
    public void What_is_not_supported_fails_unless_a_decline_covers_it()
    {
        var result = new Result(
            Pair.Id,
            "fake",
            ResultStatus.Unsupported,
            Node.Map.Empty,
            "no relu"
        );
        Assert.That(Judge.Verdict(Pair, result).Kind, Is.EqualTo(VerdictKind.Failed));
        var declining = new Judge([
            new(DeclineKind.Unsupported, "no relu here") { Ops = ["relu"] },
        ]);
        Assert.That(declining.Verdict(Pair, result).Kind, Is.EqualTo(VerdictKind.Declined));
        var differing = new Judge([new(DeclineKind.Differs, "other relu") { Ops = ["relu"] }]);
        Assert.That(differing.Verdict(Pair, result).Kind, Is.EqualTo(VerdictKind.Failed));
    }

    [Test]
    public void A_case_that_cannot_be_judged_is_an_error_of_its_own()
    {
        // The bound is of another length than the output.
        var bound = new Bound("exp", Tensor.Vector([1.0, 2.0, 3.0]), null);
        var value = Make.Golden(Tensor.Vector([1.0, 2.0]), bound);
        var verdict = Verdict(value, Tensor.Vector([1.0, 2.0]));
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Error));
        Assert.That(verdict.Message, Does.Contain("has 3 values for 2"));
    }

    [Test]
    public void An_expected64_that_is_no_tensor_is_an_error_of_its_own()
    {
        var value = Pair with { Bounds = null, Expected64 = Node.Map.Of(("y", "text")) };
        Assert.That(Kind(value, Tensor.Vector([1.0, 2.0])), Is.EqualTo(VerdictKind.Error));
    }

    [Test]
    public void A_gap_larger_than_the_expectations_show_buys_nothing()
    {
        var value = Pair with
        {
            Bounds = null,
            Expected = Node.Map.Of(("y", Tensor.Vector([1.00001, 2.0]))),
            Expected64 = Pair.Expected,
            F32Gap = 1e-5,
        };
        Tensor off = Tensor.Vector([1.00007, 2.0]);
        Tensor beyond = Tensor.Vector([1.0001, 2.0]);
        // 8 gaps of 1e-5.
        Assert.That(Verdict(value, off).IsBad, Is.False);
        Assert.That(Kind(value, beyond), Is.EqualTo(VerdictKind.Failed));
        Assert.That(Kind(value with { F32Gap = 1e300 }, beyond), Is.EqualTo(VerdictKind.Failed));
        Assert.That(
            Kind(value with { Expected64 = null, F32Gap = 1 }, beyond),
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [Test]
    public void An_expected_output_without_a_bound_is_exact()
    {
        var value = Pair with { Bounds = new Dictionary<string, Bound>() };
        Assert.That(Kind(value, Tensor.Vector([1.0, 2.0])), Is.EqualTo(VerdictKind.Passed));
        Assert.That(
            Kind(value, Tensor.Vector([1.0, Math.BitIncrement(2.0)])),
            Is.EqualTo(VerdictKind.Failed)
        );
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-1.0)]
    public void A_bound_that_is_no_bound_forgives_nothing(double fail)
    {
        var value = Make.Golden(
            Tensor.Vector([1.0, 2.0]),
            new("made", Tensor.Scalar(fail), Tensor.Scalar(fail))
        );
        Assert.That(Kind(value, Tensor.Vector([1.0, double.NaN])), Is.EqualTo(VerdictKind.Failed));
        Assert.That(
            Kind(value, Tensor.Vector([1.0, double.PositiveInfinity])),
            Is.EqualTo(VerdictKind.Failed)
        );
        if (!double.IsPositiveInfinity(fail))
        {
            Assert.That(Kind(value, Tensor.Vector([1.0, 2.5])), Is.EqualTo(VerdictKind.Failed));
        }
    }

    [Test]
    public void The_result_of_another_case_is_no_result()
    {
        var other = Make.Ok(Pair, ("y", Tensor.Vector([1.0, 2.0]))) with { Id = "losses/other" };
        var verdict = Judge.Verdict(Pair, other);
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Error));
        Assert.That(verdict.Message, Does.Contain("losses/other"));
    }

    [Test]
    public void Empty_trees_compare_nothing()
    {
        foreach (var empty in new Node[] { new Node.List([]), Node.Map.Empty })
        {
            var value = Pair with { Expected = Node.Map.Of(("y", empty)) };
            var verdict = Judge.Verdict(value, Make.Ok(value, ("y", empty)));
            Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
            Assert.That(verdict.Compared, Is.Zero);
        }
    }

    // A right value in the wrong place, a value too few, and all of them in another order.
    [TestCase(new[] { 2.0, 1.0 })]
    [TestCase(new[] { 1.0 })]
    [TestCase(new[] { 1.0, 2.0, 3.0 })]
    [TestCase(new double[0])]
    public void Values_are_held_place_by_place(double[] actual) =>
        Assert.That(Kind(Pair, Tensor.Vector(actual)), Is.EqualTo(VerdictKind.Failed));

    [Test]
    public void One_bad_value_among_many_fails()
    {
        var expected = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();
        var value = Make.Golden(Tensor.Vector(expected), Make.Bound(1e-3));
        foreach (var place in new[] { 0, 499, 999 })
        {
            double[] actual = [.. expected];
            actual[place] += 2e-3;
            var verdict = Verdict(value, Tensor.Vector(actual));
            Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
            Assert.That(verdict.Outputs[0].BadIndex, Is.EqualTo(place));
        }
    }

    [Test]
    public void A_refusal_in_words_or_beside_outputs_is_not_the_refusal_that_is_due()
    {
        var value = Pair with { Expected = Node.Map.Of(("raises", true)), Bounds = null };
        foreach (var wrong in new Node[] { false, "true", 1.0, new Node.Null() })
        {
            Assert.That(
                Judge.Verdict(value, Make.Ok(value, ("raises", wrong))).Kind,
                Is.EqualTo(VerdictKind.Failed)
            );
        }
    }

    // The exact bound, float32 and float64, small and large: on it passes, one ULP of the value past it fails.
    [TestCase(1.0, -20)]
    [TestCase(-3.0, -30)]
    [TestCase(1024.0, -10)]
    [TestCase(9.5367431640625e-07, -43)]
    public void One_ULP_past_the_bound_fails_on_either_side(double expected, int power)
    {
        var bound = Math.ScaleB(1, power);
        var value = Make.Golden(Tensor.Vector([expected, 7.0]), Make.Bound(bound));
        foreach (var side in new[] { -1, 1 })
        {
            var on = expected + side * bound;
            var past = side > 0 ? Math.BitIncrement(on) : Math.BitDecrement(on);
            Assert.That(Kind(value, Tensor.Vector([on, 7.0])), Is.EqualTo(VerdictKind.Warned));
            Assert.That(Kind(value, Tensor.Vector([past, 7.0])), Is.EqualTo(VerdictKind.Failed));
        }
    }

    [Test]
    public void Rows_of_a_scaler_come_out_in_the_type_they_went_in()
    {
        var value = Fixtures.Of("scaler").First(c => c.Id == "scaler/standard_scaler/float32");
        var result = new Runner(new PlainBackend()).Run(value);
        Assert.That(Judge.Verdict(value, result).IsBad, Is.False);
        var widened = result with
        {
            Outputs = Node.Map.Of(
                result.Outputs.Entries.Select(entry =>
                    (
                        entry.Key,
                        entry.Key == "transformed"
                            ? (Node)entry.Value.AsTensor().ToFloat64()
                            : entry.Value
                    )
                )
            ),
        };
        var verdict = Judge.Verdict(value, widened);
        Assert.That(verdict.Kind, Is.EqualTo(VerdictKind.Failed));
        Assert.That(verdict.Message, Does.Contain("float64").And.Contain("float32"));
    }

    private static VerdictKind Kind(Case value, Tensor actual) => Verdict(value, actual).Kind;

    private static Verdict Verdict(Case value, Tensor actual) =>
        Judge.Verdict(value, Make.Ok(value, ("y", actual)));
}
