namespace Mlp.Data.Tests;

public sealed class SplitTests
{
    [Test]
    public void Sizes_are_those_of_the_rule_for_every_share_of_every_count()
    {
        for (var rows = 1; rows <= 120; rows++)
        {
            for (var percent = 1; percent < 100; percent++)
            {
                var share = percent / 100.0;
                // The smallest whole number not below, the largest not above, counted.
                var (up, down) = (0, rows);
                while (up < rows * share)
                {
                    up++;
                }

                while (down > rows * share)
                {
                    down--;
                }

                Expect((rows - up, up), () => Split.TrainTest(rows, share, null));
                Expect((down, rows - down), () => Split.TrainTest(rows, null, share));
                Expect(
                    (down, up),
                    () => Split.TrainTest(rows, share, share),
                    share <= 0.5 && down + up <= rows
                );
            }
        }

        static void Expect((int Train, int Test) sizes, Func<(int, int)> split, bool fits = true)
        {
            if (fits && sizes.Train > 0 && sizes.Test > 0)
            {
                Assert.That(split(), Is.EqualTo(sizes));
            }
            else
            {
                Assert.That(split, Throws.InstanceOf<ArgumentException>());
            }
        }
    }

    [Test]
    public void A_share_is_taken_in_double_arithmetic()
    {
        // 300 * 0.14 is 42.000000000000007.
        Assert.That(Split.TrainTest(300, 0.14, null), Is.EqualTo((257, 43)));
        // 100 * (1 - 0.68) is 31.999999999999996.
        Assert.That(Split.Validation(100, 0.68), Is.EqualTo(31));
    }

    [Test]
    public void A_quarter_tests_when_no_size_is_given() =>
        Assert.That(Split.TrainTest(10, null, null), Is.EqualTo((7, 3)));

    [Test]
    public void Counts_are_taken_as_they_are()
    {
        Assert.That(Split.TrainTest(10, 3, null), Is.EqualTo((7, 3)));
        Assert.That(Split.TrainTest(10, null, 3), Is.EqualTo((3, 7)));
        Assert.That(Split.TrainTest(10, 3, 0.5), Is.EqualTo((5, 3)));
    }

    [TestCase(10, 10)]
    [TestCase(10, 11)]
    [TestCase(0, 1)]
    public void A_count_that_leaves_no_row_is_refused(int rows, int test) =>
        Assert.That(
            () => Split.TrainTest(rows, test, null),
            Throws.ArgumentException.With.Message.Contains($"{rows} rows")
        );

    [Test]
    public void Sizes_beyond_the_whole_are_refused()
    {
        Assert.That(() => Split.TrainTest(100, 0.1, 0.95), Throws.ArgumentException);
        Assert.That(() => Split.TrainTest(100, 60, 41), Throws.ArgumentException);
        Assert.That(
            () => Split.TrainTest(100, int.MaxValue, int.MaxValue),
            Throws.ArgumentException
        );
    }

    [TestCase(10, 0.9)] // 10 * (1 - 0.9) is 0.9999999999999998
    [TestCase(1, 0.5)]
    [TestCase(10, 1e-17)]
    [TestCase(10, 0.0)]
    [TestCase(10, 1.0)]
    [TestCase(10, double.NaN)]
    public void A_validation_share_that_leaves_one_side_empty_is_refused(int rows, double share) =>
        Assert.That(
            () => Split.Validation(rows, share),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("validation share")
        );

    [TestCase(0.0)]
    [TestCase(1.0)]
    [TestCase(-0.5)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    public void A_validation_share_that_is_no_share_is_out_of_range(double share) =>
        Assert.That(
            () => Split.Validation(10, share),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("between 0 and 1")
        );

    [Test]
    public void One_row_to_train_on_is_enough() =>
        Assert.That(Split.Validation(10, 0.89), Is.EqualTo(1));

    [Test]
    public void A_refusal_names_the_sizes_that_were_given() =>
        Assert.That(
            () => Split.TrainTest(10, 0.95, null),
            Throws.ArgumentException.With.Message.Contains(
                "test size 0.95 and training size not given"
            )
        );

    [Test]
    public void Every_row_is_drawn_at_most_once_and_sizes_hold()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (train, test) = Split.TrainTestRows(57, 0.2, 0.5, seed: seed);

            Assert.That((train.Length, test.Length), Is.EqualTo((28, 12)));
            Assert.That(train.Concat(test), Is.Unique.And.All.InRange(0, 56));
        }
    }

    [Test]
    public void Unshuffled_the_first_rows_train_and_the_next_test()
    {
        var (train, test) = Split.TrainTestRows(10, 0.25, 0.5, shuffle: false);

        Assert.That(train, Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(test, Is.EqualTo(new[] { 5, 6, 7 }));
    }

    [Test]
    public void A_seed_stands_for_the_same_rows_forever()
    {
        var (train, test) = Split.TrainTestRows(8, 3, seed: 1);

        Assert.That(
            string.Join(' ', train) + " | " + string.Join(' ', test),
            Is.EqualTo("5 6 2 3 1 | 4 0 7")
        );
        Assert.That(Split.TrainTestRows(8, 3, seed: 2).Train, Is.Not.EqualTo(train));
    }

    [Test]
    public void Samples_are_split_row_by_row()
    {
        var x = Tensor.Create(Enumerable.Range(0, 20).Select(i => (float)i).ToArray(), 10, 2);
        var y = Enumerable.Range(0, 10).ToArray();

        var (train, test) = Split.TrainTestSplit(new Samples(x, y, y), testSize: 0.3, seed: 4);
        var (xTrain, xTest, yTrain, yTest) = Split.TrainTestSplit(x, y, testSize: 0.3, seed: 4);

        foreach (var side in new[] { train, test })
        {
            for (var i = 0; i < side.Rows; i++)
            {
                Assert.That(side.X[2 * i], Is.EqualTo(2 * side.Y[i]));
                Assert.That(side.SampleWeight![i], Is.EqualTo(side.Y[i]));
            }
        }

        Assert.That((train.Rows, test.Rows), Is.EqualTo((7, 3)));
        Assert.That(Values(yTrain), Is.EqualTo(Values(train.Y)));
        Assert.That(Values(xTest), Is.EqualTo(Values(test.X)));
        Assert.That((xTrain.Rows, yTest.Rows), Is.EqualTo((7, 3)));
    }

    [Test]
    public void Rows_that_do_not_pair_are_refused() =>
        Assert.That(
            () => Split.TrainTestSplit(new float[10, 2], new int[9]),
            Throws.ArgumentException.With.Message.Contains("int32[9]")
        );

    [Test]
    public void Weights_that_do_not_pair_and_labels_that_are_no_rows_are_refused()
    {
        Assert.That(
            () => Split.TrainTestSplit(new Samples(new float[10, 2], new int[10], new float[9])),
            Throws.ArgumentException.With.Message.Contains("sampleWeight is float32[9]")
        );
        foreach (var rows in new[] { 1, 10 }) // a scalar is not even one row
        {
            Assert.That(
                () => Split.TrainTestSplit(new float[rows, 2], Tensor.Scalar(1f)),
                Throws.ArgumentException.With.Message.Contains("y is float32[]")
            );
        }
    }

    private static double[] Values(Tensor tensor) => tensor.ToFloat64().Values.ToArray();
}
