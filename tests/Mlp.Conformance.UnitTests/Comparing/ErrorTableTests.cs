namespace Mlp.Conformance.UnitTests.Comparing;

/// <summary>Whether one backend is as exact as another: the aim by family, the demand by value.</summary>
public class ErrorTableTests
{
    // Expected 0 with a bound of 1 and a warning at a half, so that an answer is its error and its share of the bound.
    private static readonly Case Value = Make.Golden(
        Tensor.Scalar(0f),
        new("reduction", Tensor.Scalar(1.0), Tensor.Scalar(0.5))
    );

    [TestCase(0.125f, 0.125f, 0)]
    [TestCase(0.125f, 0.0625f, 1)] // 0.0625 worse where 0.05 may be
    [TestCase(0.125f, 0.09375f, 0)] // 0.03125 worse
    [TestCase(0.0625f, 0.5f, 0)] // better
    public void The_99th_percentile_may_be_worse_by_5_hundredths(
        float left,
        float right,
        int expected
    ) => Assert.That(Table((Value, left, right)).ExitCode, Is.EqualTo(expected));

    [TestCase(0.875f, 0.1875f, 0)] // 2 * 0.1875 + 0.5
    [TestCase(0.9375f, 0.1875f, 1)]
    public void An_error_may_be_twice_the_other_and_the_warning(
        float left,
        float right,
        int beyond
    ) => Assert.That(Table((Value, left, right)).Rows[0].Beyond, Has.Count.EqualTo(beyond));

    [Test]
    public void One_case_in_a_hundred_may_be_worse()
    {
        var pairs = Enumerable
            .Range(0, 100)
            .Select(i => (Value with { Id = $"{i}" }, i == 0 ? 0.5f : 0.125f, 0.125f))
            .ToArray();

        var row = Table(pairs).Rows[0];

        Assert.That((row.Cases, row.LeftHigh, row.LeftWorst), Is.EqualTo((100, 0.125, 0.5)));
        Assert.That(row.LeftWorstId, Is.EqualTo("0"));
        Assert.That(row.MeetsAim, Is.True);
        Assert.That(Table(pairs[..99]).Rows[0].MeetsAim, Is.False, "1 in 99 is more than 1 in 100");
    }

    [Test]
    public void Only_float32_cases_that_both_answered_count()
    {
        var wide = Value with { DType = ElementType.Float64 };
        var table = new ErrorTable(
            new Judge(),
            [
                (
                    wide,
                    Make.Ok(wide, ("y", Tensor.Scalar(0.0))),
                    Make.Ok(wide, ("y", Tensor.Scalar(0.0)))
                ),
                (Value, Make.Ok(Value, ("y", Tensor.Scalar(0f))), null),
                (Value, null, Make.Ok(Value, ("y", Tensor.Scalar(0f)))),
                (
                    Value,
                    Make.Ok(Value, ("y", Tensor.Scalar(0f))),
                    new(Value.Id, "fake", ResultStatus.Unsupported, Node.Map.Empty)
                ),
            ]
        );

        Assert.That(table.Rows, Is.Empty);
        Assert.That(table.ExitCode, Is.EqualTo(3));
    }

    private static ErrorTable Table(params (Case Case, float Left, float Right)[] pairs) =>
        new(
            new Judge(),
            pairs.Select(pair =>
                (
                    pair.Case,
                    (Result?)Make.Ok(pair.Case, ("y", Tensor.Scalar(pair.Left))),
                    (Result?)Make.Ok(pair.Case, ("y", Tensor.Scalar(pair.Right)))
                )
            )
        );
}
