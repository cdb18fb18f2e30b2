namespace Mlp.Conformance.UnitTests.Baselines;

/// <summary>What became of a case: each finding, and what decides it.</summary>
public class DifferTests
{
    // Expected 1 with a bound of 1e-6 and a warning at half of it.
    private static readonly Case Value = Make.Golden(Tensor.Scalar(1f), Make.Bound(1e-6));
    private static readonly Case NanAndZero = Make.Golden(
        Tensor.Vector([float.NaN, 0f]),
        Make.Bound(1e-6)
    );

    [Test]
    public void The_same_bits_are_equal() =>
        Assert.That(Kind(1.0000001f, 1.0000001f), Is.EqualTo(ChangeKind.Equal));

    [TestCase(1f, 1.0000002f, ChangeKind.Inside)] // by the warning: 2.4e-7 of 5e-7
    [TestCase(1f, 1.0000008f, ChangeKind.Drifted)] // past it, inside the bound
    [TestCase(0.9999995f, 1.0000005f, ChangeKind.Drifted)] // farther than the bound is wide, both inside it
    [TestCase(1f, 1.000002f, ChangeKind.Broken)] // out of the bound
    [TestCase(1f, float.NaN, ChangeKind.Broken)]
    [TestCase(1.000002f, 1.000002f, ChangeKind.Equal)] // wrong before, and just as wrong now
    [TestCase(1.000003f, 1.000002f, ChangeKind.Broken)] // less wrong is wrong
    [TestCase(1.000002f, 1f, ChangeKind.Drifted)] // mended: a move to be seen
    public void A_move_is_held_to_warning_and_bound(
        float before,
        float after,
        ChangeKind expected
    ) => Assert.That(Kind(before, after), Is.EqualTo(expected));

    [TestCase(1e-7, ChangeKind.Drifted)] // past the envelope, though far from the warning
    [TestCase(3e-7, ChangeKind.Inside)]
    [TestCase(0, ChangeKind.Drifted)] // an output that never moved
    public void A_recorded_envelope_takes_the_place_of_the_warning(
        double envelope,
        ChangeKind expected
    )
    {
        var noise = new NoiseEnvelope(
            new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                [Value.Id] = new Dictionary<string, double> { ["y"] = envelope },
            }
        );

        Assert.That(
            new Differ(new Judge(), noise).Of(Value, Given(1f), Given(1.0000002f)).Kind,
            Is.EqualTo(expected)
        );
    }

    [Test]
    public void NaN_is_NaN_and_minus_zero_is_zero() =>
        Assert.That(
            Differ
                .Of(
                    NanAndZero,
                    Make.Ok(NanAndZero, ("y", Tensor.Vector([float.NaN, 0f]))),
                    Make.Ok(NanAndZero, ("y", Tensor.Vector([-float.NaN, -0f])))
                )
                .Kind,
            Is.EqualTo(ChangeKind.Equal)
        );

    [Test]
    public void The_sign_of_zero_counts_in_a_lane_of_its_own()
    {
        var signed = NanAndZero with { Tags = ["signed_zero"] };

        var change = Differ.Of(
            signed,
            Make.Ok(signed, ("y", Tensor.Vector([float.NaN, 0f]))),
            Make.Ok(signed, ("y", Tensor.Vector([float.NaN, -0f])))
        );

        Assert.That(change.Kind, Is.EqualTo(ChangeKind.Broken));
        Assert.That(change.Worst!.Index, Is.EqualTo(1));
    }

    [Test]
    public void A_mover_says_where_it_moved_farthest_for_its_bound()
    {
        // The second value moves less, and more for its bound.
        var value = Make.Golden(
            Tensor.Vector([1f, 1f]),
            new("reduction", Tensor.Vector([1e-3, 1e-6]), null)
        );

        var worst = Differ
            .Of(
                value,
                Make.Ok(value, ("y", Tensor.Vector([1f, 1f]))),
                Make.Ok(value, ("y", Tensor.Vector([1.0001f, 1.0000005f])))
            )
            .Worst!;

        Assert.That(worst.Path, Is.EqualTo("y"));
        Assert.That(worst.Index, Is.EqualTo(1));
        Assert.That(worst.Distance, Is.EqualTo(4.77e-7).Within(1e-9));
        Assert.That(worst.Share, Is.EqualTo(0.477).Within(1e-3));
        Assert.That((worst.Before, worst.After), Is.EqualTo((1.0, (double)1.0000005f)));
    }

    [TestCase(ResultStatus.Ok, ResultStatus.Error, ChangeKind.Broken)]
    [TestCase(ResultStatus.Ok, ResultStatus.Unsupported, ChangeKind.Broken)]
    [TestCase(ResultStatus.Error, ResultStatus.Ok, ChangeKind.Drifted)]
    [TestCase(ResultStatus.Unsupported, ResultStatus.Error, ChangeKind.Broken)]
    [TestCase(ResultStatus.Error, ResultStatus.Error, ChangeKind.Equal)]
    public void Another_status_is_a_change(
        ResultStatus before,
        ResultStatus after,
        ChangeKind expected
    )
    {
        var change = Differ.Of(Value, Given(before), Given(after));

        Assert.That(change.Kind, Is.EqualTo(expected));
        Assert.That(change.Message is null, Is.EqualTo(before == after));
    }

    [Test]
    public void An_answer_that_was_declined_and_no_longer_comes_is_broken()
    {
        var declines = new Decline(DeclineKind.Unsupported, "not yet");

        Assert.That(
            new Differ(new Judge([declines]))
                .Of(Value, Given(1f), Given(ResultStatus.Unsupported))
                .Kind,
            Is.EqualTo(ChangeKind.Broken)
        );
    }

    [Test]
    public void Only_one_result_is_new_or_lost()
    {
        Assert.That(Differ.Of(Value, null, Given(1f)).Kind, Is.EqualTo(ChangeKind.New));
        Assert.That(Differ.Of(Value, Given(1f), null).Kind, Is.EqualTo(ChangeKind.Lost));
        Assert.That(Differ.Of(Value, null, null).Kind, Is.EqualTo(ChangeKind.Absent));
    }

    [Test]
    public void A_case_on_data_that_are_not_here_is_absent_and_not_lost()
    {
        var real = Value with { Family = "fit_real" };

        Assert.That(Differ.Of(real, Given(1f), null).Kind, Is.EqualTo(ChangeKind.Absent));
        Assert.That(
            Differ.Of(real, Given(1f), Given(ResultStatus.Absent)).Kind,
            Is.EqualTo(ChangeKind.Absent)
        );
    }

    [Test]
    public void Another_shape_and_a_missing_output_are_moves_beyond_any_bound()
    {
        var shape = Differ.Of(Value, Given(1f), Make.Ok(Value, ("y", Tensor.Vector([1f, 1f]))));
        var gone = Differ.Of(Value, Given(1f), Make.Ok(Value, ("z", Tensor.Scalar(1f))));

        Assert.That(shape.Kind, Is.EqualTo(ChangeKind.Broken));
        Assert.That(shape.Message, Is.EqualTo("y had shape [], has [2]"));
        Assert.That(gone.Kind, Is.EqualTo(ChangeKind.Broken));
        Assert.That(gone.Message, Is.EqualTo("y is gone"));
        Assert.That(gone.Share, Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void A_refusal_that_no_longer_comes_is_broken()
    {
        var refusal = Value with { Expected = Node.Map.Of(("raises", true)) };

        Assert.That(
            Differ.Of(refusal, Make.Ok(refusal, ("raises", true)), Make.Ok(refusal)).Kind,
            Is.EqualTo(ChangeKind.Broken)
        );
    }

    private static Differ Differ => new(new Judge());

    private static ChangeKind Kind(float before, float after) =>
        Differ.Of(Value, Given(before), Given(after)).Kind;

    private static Result Given(float y) => Make.Ok(Value, ("y", Tensor.Scalar(y)));

    private static Result Given(ResultStatus status) =>
        status == ResultStatus.Ok
            ? Given(1f)
            : new(Value.Id, "fake", status, Node.Map.Empty, "a reason");
}
