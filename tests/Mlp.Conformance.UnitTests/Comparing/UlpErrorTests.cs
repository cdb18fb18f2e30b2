namespace Mlp.Conformance.UnitTests.Comparing;

/// <summary>Errors in units in the last place of the type of the case.</summary>
public class UlpErrorTests
{
    private static readonly double Ulp32 = Math.ScaleB(1, -23);
    private static readonly double Ulp64 = Math.ScaleB(1, -52);

    [Test]
    public void They_are_counted_in_the_type_of_the_case()
    {
        Assert.That(Error(ElementType.Float32, 1, 1 + (3 * Ulp32)), Is.EqualTo(3));
        Assert.That(Error(ElementType.Float64, 1, 1 + (3 * Ulp64)), Is.EqualTo(3));
    }

    // From 2 on the numbers of the type lie twice as far apart.
    [TestCase(2, 1.0)]
    [TestCase(1.999, 2.0)]
    [TestCase(-2, 1.0)]
    public void A_unit_is_that_of_the_value_expected(double expected, double due) =>
        Assert.That(
            Error(ElementType.Float32, (float)expected, (float)expected + (2 * Ulp32)),
            Is.EqualTo(due)
        );

    [Test]
    public void The_smallest_unit_is_the_smallest_number() =>
        Assert.That(Error(ElementType.Float32, 0, 2.0 * float.Epsilon), Is.EqualTo(2));

    [Test]
    public void The_largest_of_all_values_counts() =>
        Assert.That(
            UlpError.Largest(
                Asked(ElementType.Float32, Tensor.Vector([1.0, 1.0])),
                Answered(Tensor.Vector([1 + Ulp32, 1 - (5 * Ulp32)]))
            ),
            Is.EqualTo(5)
        );

    [TestCase(double.NaN, double.NaN, 0)]
    [TestCase(double.PositiveInfinity, double.PositiveInfinity, 0)]
    [TestCase(double.NaN, 1, double.PositiveInfinity)]
    [TestCase(1, double.NaN, double.PositiveInfinity)]
    [TestCase(double.PositiveInfinity, 1, double.PositiveInfinity)]
    [TestCase(double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity)]
    // Beyond the range of float32 its infinity is due.
    [TestCase(1e300, double.PositiveInfinity, 0)]
    [TestCase(1e300, 1, double.PositiveInfinity)]
    [TestCase(1e300, double.NaN, double.PositiveInfinity)]
    public void What_is_not_finite_matches_itself(double expected, double actual, double due) =>
        Assert.That(Error(ElementType.Float32, expected, actual), Is.EqualTo(due));

    [Test]
    public void Where_no_real_number_is_compared_there_is_none()
    {
        var one = Tensor.Scalar(1.0);
        var asked = Asked(ElementType.Float32, one);

        Assert.That(UlpError.Largest(asked, null), Is.Null, "no result");
        Assert.That(
            UlpError.Largest(asked, Answered(Tensor.Vector([1.0, 1.0]))),
            Is.Null,
            "another shape"
        );
        Assert.That(
            UlpError.Largest(asked, Answered(one) with { Status = ResultStatus.Error }),
            Is.Null,
            "no answer"
        );
        Assert.That(
            UlpError.Largest(
                Asked(ElementType.Int64, Tensor.Scalar(1L)),
                Answered(Tensor.Scalar(2L))
            ),
            Is.Null,
            "whole numbers"
        );
        Assert.That(
            UlpError.Largest(
                asked with
                {
                    Expected = Node.Map.Of(("raises", true)),
                },
                Answered(one)
            ),
            Is.Null,
            "a refusal"
        );
    }

    // Statistics are float64 whatever the rows are.
    [Test]
    public void Statistics_of_a_scaler_are_counted_in_float64()
    {
        var asked = Asked(ElementType.Float32, Tensor.Scalar(1.0)) with
        {
            Family = "scaler",
            Expected = Node.Map.Of(("mean_", Tensor.Scalar(1.0))),
        };
        var answered = Answered(Tensor.Scalar(1.0)) with
        {
            Outputs = Node.Map.Of(("mean_", Tensor.Scalar(1 + Ulp64))),
        };

        Assert.That(UlpError.Largest(asked, answered), Is.EqualTo(1));
    }

    private static double? Error(ElementType type, double expected, double actual) =>
        UlpError.Largest(Asked(type, Tensor.Scalar(expected)), Answered(Tensor.Scalar(actual)));

    private static Case Asked(ElementType type, Tensor expected) =>
        Make.Golden(expected, new("made", Tensor.Scalar(1.0), null), "y") with
        {
            DType = type,
        };

    private static Result Answered(Tensor actual) =>
        new("made", "mine", ResultStatus.Ok, Node.Map.Of(("y", actual)));
}
