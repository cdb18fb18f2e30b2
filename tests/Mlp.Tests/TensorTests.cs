namespace Mlp.Tests;

public class TensorTests
{
    [Test]
    public void A_rectangular_array_becomes_a_matrix_row_by_row()
    {
        Tensor tensor = new float[,]
        {
            { 1, 2, 3 },
            { 4, 5, 6 },
        };

        Assert.Multiple(() =>
        {
            Assert.That(tensor.Shape, Is.EqualTo([2, 3]));
            Assert.That(((Tensor<float>)tensor).Values.ToArray(), Is.EqualTo([1, 2, 3, 4, 5, 6]));
        });
    }

    [Test]
    public void Values_that_do_not_fill_the_shape_are_refused() =>
        Assert.That(
            () => Tensor.Create(new float[5], 2, 3),
            Throws.ArgumentException.With.Message.Contains("[2, 3] holds 6 values, but 5")
        );

    [Test]
    public void A_negative_size_is_refused() =>
        Assert.That(
            () => Tensor.Create(new float[2], -1, -2),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    [Test]
    public void Jagged_rows_of_different_lengths_are_refused() =>
        Assert.That(
            () => Tensor.FromRows(new float[][] { [1, 2], [3] }),
            Throws.ArgumentException.With.Message.Contains("Row 1 has 1 values, row 0 has 2")
        );

    [Test]
    public void Gathered_rows_come_in_the_order_asked()
    {
        var tensor = Tensor.Create(new[] { 0, 1, 10, 11, 20, 21 }, 3, 2);

        Assert.That(tensor.Gather([2, 0, 2]).Values.ToArray(), Is.EqualTo([20, 21, 0, 1, 20, 21]));
    }

    [Test]
    public void A_row_beyond_the_last_is_refused() =>
        Assert.That(
            () => Tensor.Vector(new float[3]).Gather([3]),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("rows are 0 to 2")
        );

    [Test]
    public void Weights_of_mixed_types_are_refused() =>
        Assert.That(
            () => new Weights(new float[1], new double[1]),
            Throws.ArgumentException.With.Message.Contains("Variable 1 is float64[1]")
        );
}
