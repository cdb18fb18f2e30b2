namespace Mlp.Conformance.UnitTests.Noise;

public class BackwardsTests
{
    private static readonly Tensor<long> Matrix = Tensor.FromRows<long>([
        [1, 2, 3],
        [4, 5, 6],
    ]);

    [Test]
    public void Rows_and_columns_are_reversed_each_by_itself()
    {
        Assert.That(Values(Backwards.Rows(Matrix)), Is.EqualTo(new[] { 4, 5, 6, 1, 2, 3 }));
        Assert.That(Values(Backwards.Columns(Matrix)), Is.EqualTo(new[] { 3, 2, 1, 6, 5, 4 }));
        Assert.That(Values(Backwards.Both(Matrix)), Is.EqualTo(new[] { 6, 5, 4, 3, 2, 1 }));
    }

    [Test]
    public void Images_are_reversed_as_the_rows_they_are_flattened_to()
    {
        var images = Tensor.Create<byte>([1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2);

        var reversed = Backwards.Columns(images);

        Assert.That(reversed.Shape, Is.EqualTo(new[] { 2, 2, 2 }));
        Assert.That(Values(reversed), Is.EqualTo(new[] { 4, 3, 2, 1, 8, 7, 6, 5 }));
    }

    [Test]
    public void A_vector_has_rows_and_no_columns()
    {
        var vector = Tensor.Vector<long>([1, 2, 3]);

        Assert.That(Values(Backwards.Rows(vector)), Is.EqualTo(new[] { 3, 2, 1 }));
        Assert.That(Backwards.Columns(vector), Is.SameAs(vector));
    }

    [Test]
    public void Batches_are_reversed_and_stay_in_their_order()
    {
        var rows = Enumerable.Range(0, 5).ToArray();

        Backwards.Batches(rows.AsSpan(), 2);

        Assert.That(rows, Is.EqualTo(new[] { 1, 0, 3, 2, 4 }));
    }

    private static double[] Values(Tensor tensor) => tensor.ToFloat64().Values.ToArray();
}
