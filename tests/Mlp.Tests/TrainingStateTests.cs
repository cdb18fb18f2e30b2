namespace Mlp.Tests;

public sealed class TrainingStateTests
{
    [TestCase(1, 2, 3, false)]
    [TestCase(double.NaN, 2, 3, true)]
    [TestCase(1, double.NaN, 3, true)]
    [TestCase(1, 2, double.NaN, true)]
    [TestCase(double.PositiveInfinity, double.NegativeInfinity, 0, false)]
    public void It_has_NaN_where_its_weights_or_one_of_its_slots_have(
        double weight,
        double first,
        double second,
        bool hasNaN
    )
    {
        var state = new TrainingState(
            Of(weight),
            Steps: 1,
            new Dictionary<string, Weights> { ["first"] = Of(first), ["second"] = Of(second) }
        );

        Assert.That(state.HasNaN, Is.EqualTo(hasNaN));
    }

    private static Weights Of(double value) => new(Tensor.Vector([0, value]));
}
