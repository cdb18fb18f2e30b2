using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Truth;

public class PreprocessingTests
{
    private static readonly PlainOperations Operations = new();

    [Test]
    public void One_hot_drops_a_last_axis_of_1_and_truncates()
    {
        var rows = Operations.ToCategorical(
            new double[,]
            {
                { 0.9 },
                { 2 },
            }
        );
        Assert.That(rows.Shape, Is.EqualTo([2, 3]));
        Assert.That(rows.Values(), Is.EqualTo([1, 0, 0, 0, 0, 1]));
        Assert.That(
            Operations.ToCategorical(new[] { -1, 0 }, 3).Values(),
            Is.EqualTo([0, 0, 1, 1, 0, 0])
        );
        Assert.That(Operations.ToCategorical(new[] { 1 }, 0).Shape, Is.EqualTo([1, 2]));
    }

    [TestCase(3)]
    [TestCase(-4)]
    [TestCase(double.NaN)]
    public void A_label_outside_the_columns_is_refused(double label) =>
        Assert.That(
            () => Operations.ToCategorical(new[] { label }, 3),
            Throws.InstanceOf<ArgumentException>()
        );

    [TestCaseSource(typeof(Backends), nameof(Backends.Names))]
    public void A_label_whose_row_no_array_holds_is_refused(string backend) =>
        Assert.That(
            () => Backends.Operations(backend).ToCategorical(new[] { 3e9 }),
            Throws.InstanceOf<ArgumentException>()
        );

    [Test]
    public void Argmax_takes_the_first_of_equals_and_NaN_above_all()
    {
        Tensor x = new double[,]
        {
            { 1, 3, 3 },
            { 1, double.NaN, double.NaN },
        };
        Assert.That(Operations.ArgMax(x).Values(), Is.EqualTo([1, 1]));
        Assert.That(Operations.ArgMax(x, 0).Values(), Is.EqualTo([0, 1, 1]));
        Assert.That(Operations.ArgMax(x, null).Values(), Is.EqualTo([4]));
        Assert.That(Operations.ArgMax(x, null).Shape, Is.Empty);
        Assert.That(() => Operations.ArgMax(x, 2), Throws.ArgumentException);
    }

    [Test]
    public void A_row_weighs_as_its_class_times_its_sample_weight()
    {
        var weights = new Dictionary<int, double> { [0] = 2, [2] = 0.5 };
        Assert.That(Rows(new long[] { 0, 1, 2 }), Is.EqualTo([2, 1, 0.5]));
        Assert.That(
            Rows(
                new double[,]
                {
                    { 0.5 },
                    { 1.5 },
                }
            ),
            Is.EqualTo([2, 0.5])
        ); // half to even
        Assert.That(
            Rows(
                new double[,]
                {
                    { 3, 3, 1 },
                    { 0, 0, 1 },
                }
            ),
            Is.EqualTo([2, 0.5])
        );
        Assert.That(
            Operations
                .RowWeights(new long[] { 0, 1 }, weights, new double[] { 3, 4 }, Precision.Float64)
                .Values(),
            Is.EqualTo([6, 4])
        );

        double[] Rows(Tensor labels) =>
            Operations.RowWeights(labels, weights, null, Precision.Float64).Values();
    }

    [Test]
    public void The_scaler_divides_by_n_and_leaves_constant_columns_alone()
    {
        var scaler = Operations.StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 1, 7 },
                { 3, 7 },
            }
        );
        Assert.That(scaler.Mean!.Values(), Is.EqualTo([2, 7]));
        Assert.That(scaler.Variance!.Values(), Is.EqualTo([1, 0]));
        Assert.That(scaler.Scale!.Values(), Is.EqualTo([1, 1]));
        Assert.That(scaler.SamplesSeen!.Values(), Is.EqualTo([2]));
        Assert.That(
            scaler
                .Transform(
                    new double[,]
                    {
                        { 4, 9 },
                    }
                )
                .Values(),
            Is.EqualTo([2, 2])
        );
        Assert.That(
            scaler
                .InverseTransform(
                    new double[,]
                    {
                        { 2, 2 },
                    }
                )
                .Values(),
            Is.EqualTo([4, 9])
        );
        Assert.That(
            scaler
                .Transform(
                    new float[,]
                    {
                        { 4, 9 },
                    }
                )
                .Type,
            Is.EqualTo(ElementType.Float32)
        );
    }

    [Test]
    public void At_an_offset_no_digit_of_the_variance_is_lost()
    {
        // 1e8 + {0, 1, 2, 3}/8: variance 5/4 / 64, exactly.
        var scaler = Operations.StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 1e8 },
                { 1e8 + 0.125 },
                { 1e8 + 0.25 },
                { 1e8 + 0.375 },
            }
        );
        Assert.That(scaler.Variance![0], Is.EqualTo(1.25 / 64));
    }

    [Test]
    public void Chunks_come_to_the_same_as_the_whole()
    {
        var x = Slopes.RandomTensor(1, 5, 6, 12, 3);
        var w = Slopes.RandomTensor(2, 0.1, 2, 12);
        var whole = Operations.StandardScaler();
        whole.Fit(x, w);
        var chunked = Operations.StandardScaler();
        foreach (var (start, end) in new[] { (0, 5), (5, 6), (6, 12) })
        {
            chunked.PartialFit(x.Slice(start, end), w.Slice(start, end));
        }

        Assert.That(chunked.Mean!.Values(), Is.EqualTo(whole.Mean!.Values()));
        Assert.That(chunked.Variance!.Values(), Is.EqualTo(whole.Variance!.Values()));
    }

    [Test]
    public void NaN_is_left_out_column_by_column()
    {
        var scaler = Operations.StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 1, double.NaN },
                { double.NaN, double.NaN },
                { 3, double.NaN },
            }
        );
        Assert.That(scaler.Mean!.Values(), Is.EqualTo([2, double.NaN]));
        Assert.That(scaler.SamplesSeen!.Values(), Is.EqualTo([2, 0]));
        Assert.That(
            scaler
                .Transform(
                    new double[,]
                    {
                        { double.NaN, 1 },
                    }
                )
                .Values(),
            Is.All.NaN
        );
    }

    [Test]
    public void The_scaler_refuses_infinities_and_other_widths_and_keeps_what_it_knew()
    {
        var scaler = Operations.StandardScaler();
        Assert.That(
            () =>
                scaler.Transform(
                    new double[,]
                    {
                        { 1 },
                    }
                ),
            Throws.InvalidOperationException
        );
        scaler.Fit(
            new double[,]
            {
                { 1 },
                { 3 },
            }
        );
        Assert.That(
            () =>
                scaler.Fit(
                    new double[,]
                    {
                        { double.PositiveInfinity },
                    }
                ),
            Throws.ArgumentException
        );
        Assert.That(
            () =>
                scaler.PartialFit(
                    new double[,]
                    {
                        { 1, 2 },
                    }
                ),
            Throws.ArgumentException
        );
        Assert.That(scaler.Mean![0], Is.EqualTo(2));
    }

    [TestCase(300, 0.14, null, 257, 43)] // 300*0.14 is 42.000000000000007
    [TestCase(10, null, null, 7, 3)]
    [TestCase(10, 0.25, 0.5, 5, 3)]
    [TestCase(11, null, 0.7, 7, 4)]
    public void Test_rows_are_rounded_up_and_training_rows_down(
        int rows,
        double? test,
        double? train,
        int trainRows,
        int testRows
    ) =>
        Assert.That(
            Operations.TrainTestSplit(
                rows,
                test is { } t ? t : (SplitSize?)null,
                train is { } s ? s : (SplitSize?)null
            ),
            Is.EqualTo((trainRows, testRows))
        );

    [Test]
    public void A_split_that_leaves_no_rows_is_refused()
    {
        Assert.That(() => Operations.TrainTestSplit(1, 0.5, null), Throws.ArgumentException);
        Assert.That(() => Operations.TrainTestSplit(4, 0.1, 0.95), Throws.ArgumentException);
        Assert.That(() => Operations.TrainTestSplit(4, 4, null), Throws.ArgumentException);
        Assert.That(() => Operations.ValidationSplit(10, 0.9), Throws.ArgumentException);
        Assert.That(Operations.ValidationSplit(100, 0.68), Is.EqualTo(31));
    }
}
