namespace Mlp.Native.Tests;

public sealed class CategoriesTests
{
    private const float NaN = float.NaN;

    [Test]
    public void Argmax_of_one_hot_rows_is_the_label()
    {
        var labels = Enumerable.Range(0, 200).Select(i => (long)(i * 7 % 13)).ToArray();

        var onehot = Categories.ToCategorical(labels);

        Assert.That(onehot.Shape, Is.EqualTo(new[] { 200, 13 }));
        Assert.That(Categories.ArgMax(onehot).Values.ToArray(), Is.EqualTo(labels));
        Assert.That(onehot.Values.ToArray().Sum(), Is.EqualTo(200));
    }

    [Test]
    public void Labels_of_any_shape_gain_an_axis_and_lose_a_last_axis_of_one()
    {
        Assert.That(Shape(3), Is.EqualTo("float64[3, 4]"));
        Assert.That(Shape(3, 1), Is.EqualTo("float64[3, 4]"));
        Assert.That(Shape(1), Is.EqualTo("float64[1, 4]")); // the only axis is kept
        Assert.That(Shape(), Is.EqualTo("float64[4]"));
        Assert.That(Shape(2, 3), Is.EqualTo("float64[2, 3, 4]"));
        Assert.That(Shape(0), Is.EqualTo("float64[0, 4]"));

        static string Shape(params int[] shape) =>
            Categories
                .ToCategorical(
                    Tensor.Create(
                        new int[shape.Aggregate(1, (product, size) => product * size)],
                        shape
                    ),
                    4
                )
                .ToString();
    }

    [Test]
    public void Labels_are_truncated_toward_zero()
    {
        Assert.That(
            Categories
                .ArgMax(Categories.ToCategorical(new[] { 0.0, 1.9, 2.0, -0.5 }))
                .Values.ToArray(),
            Is.EqualTo(new long[] { 0, 1, 2, 0 })
        );
    }

    [Test]
    public void Negative_labels_count_from_the_last_column()
    {
        Assert.That(
            Categories.ToCategorical(new[] { -1, -3 }, 3).Values.ToArray(),
            Is.EqualTo(new double[] { 0, 0, 1, 1, 0, 0 })
        );
    }

    [Test]
    public void No_classes_given_and_zero_classes_given_are_the_same()
    {
        Assert.That(Categories.ToCategorical(new[] { 0, 2 }, 0).Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(Categories.ToCategorical(new[] { 0, 2 }).Shape, Is.EqualTo(new[] { 2, 3 }));
    }

    [TestCase(new[] { 0.0, 3.0 }, 3, "Label 3 at index 1")]
    [TestCase(new[] { -4.0 }, 3, "Label -4 at index 0")]
    [TestCase(new[] { double.NaN }, 3, "Label NaN")]
    [TestCase(new[] { double.NaN }, null, "NaN")]
    [TestCase(new[] { -1.0 }, null, "cannot be counted")]
    [TestCase(new double[0], null, "cannot be counted")]
    [TestCase(new[] { 1e18 }, null, "cannot be counted")]
    [TestCase(new[] { 1.0 }, -1, "-1 classes")]
    public void Labels_without_a_column_are_refused(
        double[] labels,
        int? classes,
        string message
    ) =>
        Assert.That(
            () => Categories.ToCategorical(labels, classes),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(message)
        );

    [Test]
    public void Argmax_takes_the_first_of_equals()
    {
        Assert.That(
            Categories
                .ArgMax(
                    new float[,]
                    {
                        { 1, 3, 3 },
                        { 5, 5, 5 },
                        { -0f, 0f, -0f },
                    }
                )
                .Values.ToArray(),
            Is.EqualTo(new long[] { 1, 0, 0 })
        );
    }

    [Test]
    public void Argmax_puts_NaN_above_all_and_takes_the_first()
    {
        Assert.That(
            Categories
                .ArgMax(
                    new float[,]
                    {
                        { 1, NaN, 3 },
                        { NaN, 2, NaN },
                        { float.PositiveInfinity, 0, NaN },
                    }
                )
                .Values.ToArray(),
            Is.EqualTo(new long[] { 1, 0, 2 })
        );
    }

    [Test]
    public void Argmax_drops_the_axis_it_goes_along()
    {
        // Along axis 1 of [2, 3, 4], place by place, against the definition.
        var random = new Random(0);
        var x = Tensor.Create(
            Enumerable.Range(0, 24).Select(_ => random.Next(5)).ToArray(),
            2,
            3,
            4
        );
        foreach (var axis in new[] { 1, -2 })
        {
            var best = Categories.ArgMax(x, axis);
            Assert.That(best.Shape, Is.EqualTo(new[] { 2, 4 }));
            for (var i = 0; i < 2; i++)
            {
                for (var j = 0; j < 4; j++)
                {
                    int[] column =
                    [
                        x.Values[i * 12 + j],
                        x.Values[i * 12 + 4 + j],
                        x.Values[i * 12 + 8 + j],
                    ];
                    Assert.That(
                        best.Values[i * 4 + j],
                        Is.EqualTo(Array.IndexOf(column, column.Max()))
                    );
                }
            }
        }
    }

    [Test]
    public void Argmax_of_a_vector_or_of_all_values_is_a_scalar()
    {
        Assert.That(Categories.ArgMax(new[] { 1f, 9f, 3f }).ToString(), Is.EqualTo("int64[]"));
        var all = Categories.ArgMax(
            new double[,]
            {
                { 1, 2 },
                { 7, 3 },
            },
            axis: null
        );
        Assert.That(all.ToString(), Is.EqualTo("int64[]"));
        Assert.That(all[0], Is.EqualTo(2));
    }

    [Test]
    public void Argmax_tells_large_integers_apart()
    {
        // As doubles the two are equal.
        Assert.That(
            Categories.ArgMax(new[] { long.MaxValue - 1, long.MaxValue })[0],
            Is.EqualTo(1)
        );
    }

    [Test]
    public void Argmax_refuses_an_axis_that_is_not_there_or_is_empty()
    {
        Assert.That(
            () => Categories.ArgMax(new[] { 1f }, 1),
            Throws.InstanceOf<ArgumentException>()
        );
        Assert.That(
            () => Categories.ArgMax(new[] { 1f }, -2),
            Throws.InstanceOf<ArgumentException>()
        );
        Assert.That(
            () => Categories.ArgMax(Tensor.Create(Array.Empty<float>(), 3, 0)),
            Throws.ArgumentException.With.Message.Contains("float32[3, 0]")
        );
        Assert.That(
            Categories.ArgMax(Tensor.Create(Array.Empty<float>(), 0, 3)).Shape,
            Is.EqualTo(new[] { 0 })
        );
    }

    [Test]
    public void The_first_axis_may_be_dropped_and_one_class_is_enough()
    {
        Tensor rows = new float[,]
        {
            { 1, 3, 5 },
            { 2, 0, 4 },
        };

        Assert.That(Categories.ArgMax(rows, axis: 0).Values.ToArray(), Is.EqualTo([1, 0, 0]));
        Assert.That(Categories.ToCategorical(new[] { 0, 0 }).Shape, Is.EqualTo([2, 1]));
    }
}
