namespace Mlp.Conformance.UnitTests;

internal sealed class AxesTests
{
    [Test]
    public void A_transposed_matrix_has_its_rows_as_columns()
    {
        var matrix = Tensor.Create([1, 2, 3, 4, 5, 6], 2, 3);
        var result = (Tensor<int>)Axes.Transpose(matrix);
        Assert.That(result.Shape, Is.EqualTo(new[] { 3, 2 }));
        Assert.That(result.Values.ToArray(), Is.EqualTo(new[] { 1, 4, 2, 5, 3, 6 }));
    }

    [Test]
    public void Moving_an_axis_to_the_end_and_back_changes_nothing()
    {
        var tensor = Tensor.Create(Enumerable.Range(0, 24).ToArray(), 2, 3, 4);
        for (var axis = 0; axis < 3; axis++)
        {
            var moved = Axes.Permute(tensor, Axes.ToLast(3, axis));
            Assert.That(moved.Shape[2], Is.EqualTo(tensor.Shape[axis]));
            var back = (Tensor<int>)Axes.Permute(moved, Axes.FromLast(3, axis));
            Assert.That(back.Shape, Is.EqualTo(tensor.Shape));
            Assert.That(back.Values.ToArray(), Is.EqualTo(tensor.Values.ToArray()));
        }
    }
}
