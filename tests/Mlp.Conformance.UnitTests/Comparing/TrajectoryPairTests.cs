namespace Mlp.Conformance.UnitTests.Comparing;

/// <summary>Two runs of one training: losses, weights, and where they part.</summary>
public class TrajectoryPairTests
{
    private static readonly Case Training = Make.Golden(
        Tensor.Vector([1.0, 0.5, 0.25]),
        new("fit_figures", Tensor.Scalar(1e-2), Tensor.Scalar(1e-3)),
        "history/loss"
    ) with
    {
        Id = "fit/made",
        Family = "fit",
    };

    [Test]
    public void They_part_where_a_figure_differs_by_more_than_noise()
    {
        var pair = Pair([1, 0.5, 0.25], [1, 0.5005, 0.2525])!;

        Assert.That(pair.FirstDivergence, Is.EqualTo(3), "the second epoch is inside the warning");
        Assert.That((pair.Epochs, pair.LeftLoss, pair.RightLoss), Is.EqualTo((3, 0.25, 0.2525)));
        Assert.That(pair.LossGap, Is.EqualTo(0.0025).Within(1e-9));
    }

    [Test]
    public void The_recorded_envelope_takes_the_place_of_the_warning()
    {
        var noise = new NoiseEnvelope(
            new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                ["fit/made"] = new Dictionary<string, double> { ["history/loss"] = 1e-4 },
            }
        );

        Assert.That(
            Pair([1, 0.5, 0.25], [1, 0.5005, 0.2525], noise: noise)!.FirstDivergence,
            Is.EqualTo(2)
        );
    }

    [Test]
    public void Two_that_are_equal_never_part()
    {
        var pair = Pair([1, double.NaN, 0.25], [1, double.NaN, 0.25])!;

        Assert.That(pair.FirstDivergence, Is.Null);
        Assert.That((pair.LossGap, pair.WeightGap), Is.EqualTo((0.0, (double?)0.0)));
    }

    [Test]
    public void The_gap_of_weights_is_relative_to_the_largest()
    {
        var pair = Pair([1], [1], leftWeight: 4f, rightWeight: 4.5f)!;

        Assert.That(pair.WeightGap, Is.EqualTo(0.125));
    }

    [Test]
    public void A_case_that_trains_nothing_is_no_training()
    {
        var value = Make.Golden(Tensor.Scalar(1f), Make.Exact);

        Assert.That(TrajectoryPair.Of(value, Make.Ok(value), Make.Ok(value)), Is.Null);
        Assert.That(Pair([1, 2], [1]), Is.Null, "another number of epochs is no pair");
        Assert.That(TrajectoryPair.Of(Training, null, Result([1], 1)), Is.Null);
    }

    private static TrajectoryPair? Pair(
        double[] left,
        double[] right,
        float leftWeight = 1,
        float rightWeight = 1,
        NoiseEnvelope? noise = null
    ) => TrajectoryPair.Of(Training, Result(left, leftWeight), Result(right, rightWeight), noise);

    private static Result Result(double[] losses, float weight) =>
        Make.Ok(
            Training,
            ("history", Node.Map.Of(("loss", Tensor.Vector(losses)))),
            ("final_weights", new Node.List([Tensor.Vector([weight, 1f])]))
        );
}
