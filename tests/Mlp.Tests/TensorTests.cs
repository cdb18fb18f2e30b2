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

    [TestCase(65536, 65536, 65536, 65536)] // 2^64
    [TestCase(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void A_shape_whose_product_wraps_around_is_refused(params int[] shape) =>
        Assert.That(
            () => Tensor.Create(Array.Empty<float>(), shape),
            Throws.ArgumentException.With.Message.Contains("but 0 were given")
        );

    [Test]
    public void A_size_of_0_makes_any_shape_empty() =>
        Assert.That(
            Tensor.Create(Array.Empty<float>(), 65536, 65536, 65536, 65536, 0).Length,
            Is.Zero
        );

    [Test]
    public void Rows_of_more_values_than_an_array_holds_are_refused()
    {
        // 2^32 values: 0 when cut to 32 bits.
        var row = new byte[65536];
        Refused(() => Tensor.FromRows(Enumerable.Repeat(row, 65536).ToArray()));
        Refused(() => Tensor.Create(row, 1, 65536).Gather(new int[65536]));

        static void Refused(Action make) =>
            Assert.That(
                make,
                Throws.ArgumentException.With.Message.Contains(
                    "65536 rows of 65536 values are more than an array holds"
                )
            );
    }

    [Test]
    public void A_negative_size_is_refused() =>
        Assert.That(
            () => Tensor.Create(new float[2], -1, -2),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    [Test]
    public void Arrays_spans_and_memory_become_tensors_of_their_values()
    {
        float[] six = [1, 2, 3, 4, 5, 6];
        Same(six, [6]);
        Same(six.AsSpan(), [6]);
        Same((ReadOnlySpan<float>)six, [6]);
        Same((ReadOnlyMemory<float>)six, [6]);
        Same(
            new float[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            },
            [2, 3]
        );
        Same(
            new double[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            },
            [2, 3]
        );
        Same(
            new int[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            },
            [2, 3]
        );
        Same(
            new long[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            },
            [2, 3]
        );
        Same(
            new byte[,]
            {
                { 1, 2, 3 },
                { 4, 5, 6 },
            },
            [2, 3]
        );
        Same(
            new float[,,]
            {
                {
                    { 1, 2, 3 },
                },
                {
                    { 4, 5, 6 },
                },
            },
            [2, 1, 3]
        );
        Same(
            new byte[,,]
            {
                {
                    { 1, 2, 3 },
                },
                {
                    { 4, 5, 6 },
                },
            },
            [2, 1, 3]
        );
        Same(new float[][] { [1, 2, 3], [4, 5, 6] }, [2, 3]);
        Same(new double[][] { [1, 2, 3], [4, 5, 6] }, [2, 3]);
        Same(new int[][] { [1, 2, 3], [4, 5, 6] }, [2, 3]);
        Same(new long[][] { [1, 2, 3], [4, 5, 6] }, [2, 3]);
        Same(new byte[][] { [1, 2, 3], [4, 5, 6] }, [2, 3]);
        Same(new float[0, 3], [0, 3], 0);

        static void Same(Tensor tensor, int[] shape, int count = 6)
        {
            Assert.That(tensor.Shape, Is.EqualTo(shape));
            Assert.That(
                tensor.ToFloat64().Values.ToArray(),
                Is.EqualTo(new double[] { 1, 2, 3, 4, 5, 6 }[..count])
            );
        }
    }

    [Test]
    public void What_comes_as_a_span_is_copied()
    {
        float[] values = [1, 2];
        Tensor tensor = (ReadOnlySpan<float>)values;
        values[0] = 9;

        Assert.That(tensor[0], Is.EqualTo(1));
    }

    [Test]
    public void A_value_is_found_by_row_and_column_and_nowhere_else()
    {
        Tensor tensor = new float[,]
        {
            { 1, 2, 3 },
            { 4, 5, 6 },
        };

        Assert.That(tensor[1, 2], Is.EqualTo(6));
        Assert.That(
            () => tensor[0, 3],
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("Row 0, column 3 was asked of float32[2, 3]")
        );
    }

    [Test]
    public void A_row_that_is_null_is_named() =>
        Assert.That(
            () => Tensor.FromRows(new float[][] { [1, 2], null! }),
            Throws.ArgumentException.With.Message.Contains("Row 1 is null")
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
