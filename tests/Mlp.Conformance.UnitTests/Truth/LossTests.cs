using Mlp.Conformance.Truth;
using Mlp.Losses;

namespace Mlp.Conformance.UnitTests.Truth;

public class LossTests
{
    private static readonly PlainOperations Operations = new();

    private static readonly Reduction[] Reductions = Enum.GetValues<Reduction>();

    /// <summary>A loss with labels and predictions it takes, 6 rows of 4 outputs.</summary>
    private static IEnumerable<TestCaseData> Cases()
    {
        var classes = Tensor.Vector(new long[] { 3, 0, 1, 1, 2, 0 });
        var soft = Slopes.RandomTensor(1, 0.02, 1, 6, 4);
        var binary = Slopes.RandomTensor(2, 0.02, 0.98, 6, 4);
        var shares = Slopes.RandomTensor(3, 0.3, 0.8, 6, 4); // rows do not sum to 1
        var logits = Slopes.RandomTensor(4, -4, 4, 6, 4);
        yield return Row(new MeanSquaredError(), soft, logits);
        yield return Row(new MeanAbsoluteError(), soft, logits);
        yield return Row(new BinaryCrossentropy(), binary, shares);
        yield return Row(new BinaryCrossentropy(LabelSmoothing: 0.2), binary, shares);
        yield return Row(new BinaryCrossentropy(FromLogits: true), binary, logits);
        yield return Row(new BinaryCrossentropy(true, 0.2), binary, logits);
        yield return Row(new CategoricalCrossentropy(), soft, shares);
        yield return Row(new CategoricalCrossentropy(LabelSmoothing: 0.1), soft, shares);
        yield return Row(new CategoricalCrossentropy(FromLogits: true), soft, logits);
        yield return Row(new CategoricalCrossentropy(true, 0.1), soft, logits);
        yield return Row(new SparseCategoricalCrossentropy(), classes, shares);
        yield return Row(new SparseCategoricalCrossentropy(FromLogits: true), classes, logits);
        yield return Row(new SparseCategoricalCrossentropy(IgnoreClass: 1), classes, shares);
        static TestCaseData Row(Loss loss, Tensor y, Tensor p) =>
            new TestCaseData(loss, y, p).SetArgDisplayNames(loss.ToString());
    }

    [TestCaseSource(nameof(Cases))]
    public void The_gradient_is_that_of_differences(Loss loss, Tensor y, Tensor p)
    {
        Tensor weights = new double[] { 1, 0.5, 2, 0, 1.5, -0.25 };
        foreach (var reduction in Reductions)
        {
            foreach (var w in new Tensor?[] { null, weights })
            {
                var reduced = loss with { Reduction = reduction };
                var expected = Slopes.Of(
                    moved => Operations.Loss(reduced, y, moved, w).Values().Sum(),
                    p.ToFloat64()
                );
                var actual = Operations.LossGradient(reduced, y, p, w);
                Assert.That(actual.Shape, Is.EqualTo(p.Shape));
                Assert.That(actual.Values(), Is.EqualTo(expected).Within(1e-9));
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Weights_of_1_are_as_none(Loss loss, Tensor y, Tensor p)
    {
        Tensor ones = Tensor.Vector(Enumerable.Repeat(1.0, 6).ToArray());
        foreach (var reduction in Reductions)
        {
            var reduced = loss with { Reduction = reduction };
            Assert.That(
                Operations.Loss(reduced, y, p, ones).Values(),
                Is.EqualTo(Operations.Loss(reduced, y, p).Values())
            );
            Assert.That(
                Operations.LossGradient(reduced, y, p, ones).Values(),
                Is.EqualTo(Operations.LossGradient(reduced, y, p).Values())
            );
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void The_gradient_of_a_batch_is_the_mean_of_those_of_its_rows(
        Loss loss,
        Tensor y,
        Tensor p
    )
    {
        var counted = loss is SparseCategoricalCrossentropy { IgnoreClass: 1 } ? 4 : 6; // two rows of class 1
        var batch = Operations.LossGradient(loss, y, p);
        for (var row = 0; row < 6; row++)
        {
            var single = Operations.LossGradient(
                loss,
                y.Slice(row, row + 1),
                p.Slice(row, row + 1)
            );
            var share = single.Values().Select(value => value / counted);
            Assert.That(batch.Slice(row, row + 1).Values(), Is.EqualTo(share).Within(1e-15));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void The_reductions_are_made_of_the_same_row_losses(Loss loss, Tensor y, Tensor p)
    {
        Tensor w = new double[] { 1, 0.5, 2, 0, 1.5, 0.25 };
        double[] weighted = Reduced(Reduction.None);
        double[] counts = loss is SparseCategoricalCrossentropy { IgnoreClass: 1 }
            ? [1, 1, 0, 0, 1, 1]
            : [1, 1, 1, 1, 1, 1];
        var total = weighted.Sum();
        var weight = counts.Select((count, i) => count * w[i]).Sum();
        Assert.That(Reduced(Reduction.Sum), Is.EqualTo([total]).Within(1e-14));
        Assert.That(
            Reduced(Reduction.SumOverBatchSize),
            Is.EqualTo([total / counts.Sum()]).Within(1e-14)
        );
        Assert.That(
            Reduced(Reduction.MeanWithSampleWeight),
            Is.EqualTo([total / weight]).Within(1e-14)
        );

        double[] Reduced(Reduction reduction) =>
            Operations.Loss(loss with { Reduction = reduction }, y, p, w).Values();
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Sparse_is_categorical_of_one_hot_labels(bool fromLogits)
    {
        var labels = Tensor.Vector(new long[] { 2, 0, 1 });
        var oneHot = Operations.ToCategorical(labels, 4);
        var p = Slopes.RandomTensor(5, 0.1, 3, 3, 4);
        var sparse = new SparseCategoricalCrossentropy(fromLogits);
        var categorical = new CategoricalCrossentropy(fromLogits);
        Assert.That(
            Operations.Loss(sparse, labels, p)[0],
            Is.EqualTo(Operations.Loss(categorical, oneHot, p)[0])
        );
        Assert.That(
            Operations.LossGradient(sparse, labels, p).Values(),
            Is.EqualTo(Operations.LossGradient(categorical, oneHot, p).Values())
        );
    }

    [Test]
    public void From_probabilities_and_from_their_logits_agree_away_from_the_clip()
    {
        var labels = Tensor.Vector(new long[] { 2, 0, 1 });
        var logits = Slopes.RandomTensor(6, -3, 3, 3, 4);
        var p = Operations.Activate("softmax", logits);
        Assert.That(
            Operations.Loss(new SparseCategoricalCrossentropy(), labels, p)[0],
            Is.EqualTo(
                    Operations.Loss(
                        new SparseCategoricalCrossentropy(FromLogits: true),
                        labels,
                        logits
                    )[0]
                )
                .Within(1e-15)
        );
        var upstream = Operations.LossGradient(new SparseCategoricalCrossentropy(), labels, p);
        Assert.That(
            Operations.ActivateGradient("softmax", logits, upstream).Values(),
            Is.EqualTo(
                    Operations
                        .LossGradient(new SparseCategoricalCrossentropy(true), labels, logits)
                        .Values()
                )
                .Within(1e-15)
        );
    }

    [Test]
    public void Label_smoothing_moves_a_share_to_all_classes_alike()
    {
        // t = (0.7 + 0.3/3, 0.3/3, 0.3/3), and binary t = 0.8 + 0.2/2.
        Tensor y = new double[,]
        {
            { 1, 0, 0 },
        };
        Tensor p = new double[,]
        {
            { 0.5, 0.3, 0.2 },
        };
        Assert.That(
            Operations.Loss(new CategoricalCrossentropy(LabelSmoothing: 0.3), y, p)[0],
            Is.EqualTo(-0.8 * Math.Log(0.5) - 0.1 * Math.Log(0.3) - 0.1 * Math.Log(0.2))
                .Within(1e-15)
        );
        Tensor one = new double[,]
        {
            { 1 },
        };
        Tensor quarter = new double[,]
        {
            { 0.25 },
        };
        Assert.That(
            Operations.Loss(new BinaryCrossentropy(LabelSmoothing: 0.2), one, quarter)[0],
            Is.EqualTo(-0.9 * Math.Log(0.25) - 0.1 * Math.Log(0.75)).Within(1e-15)
        );
    }

    [Test]
    public void Beyond_the_clip_range_the_gradient_is_exactly_0_and_at_its_bounds_it_passes()
    {
        Tensor y = new double[,]
        {
            { 1 },
            { 1 },
            { 0 },
            { 0 },
        };
        Tensor p = new double[,]
        {
            { 0.99e-7 },
            { 1e-7 },
            { 1 - 1e-7 },
            { 1 - 0.99e-7 },
        };
        var gradient = Operations
            .LossGradient(new BinaryCrossentropy(Reduction: Reduction.Sum), y, p)
            .Values();
        Assert.That(gradient[0], Is.Zero);
        Assert.That(gradient[1], Is.EqualTo(-1e7).Within(1).Ulps);
        Assert.That(gradient[2], Is.EqualTo(1e7).Within(1e-6).Percent);
        Assert.That(gradient[3], Is.Zero);
    }

    [TestCaseSource(typeof(Backends), nameof(Backends.Names))]
    public void The_slope_of_a_crossentropy_at_a_probability_of_NaN_is_NaN(string backend)
    {
        Tensor y = new double[,]
        {
            { 1, 0 },
        };
        Tensor p = new double[,]
        {
            { double.NaN, double.NaN },
        };
        var operations = Backends.Operations(backend);
        Assert.Multiple(() =>
        {
            foreach (var precision in Enum.GetValues<Precision>())
            {
                Of(new BinaryCrossentropy(), y);
                Of(new CategoricalCrossentropy(), y);
                Of(new SparseCategoricalCrossentropy(), Tensor.Vector(new long[] { 0 }));
                void Of(Loss loss, Tensor labels) =>
                    Assert.That(
                        operations.LossGradient(loss, labels, p.To(precision)).Values(),
                        Is.All.NaN,
                        $"{loss} in {precision}"
                    );
            }
        });
    }

    [Test]
    public void A_class_clipped_away_passes_no_gradient_to_any_class()
    {
        var labels = Tensor.Vector(new long[] { 0 });
        Tensor p = new double[,]
        {
            { 1e-9, 0.25, 0.75 },
        };
        Assert.That(
            Operations.LossGradient(new SparseCategoricalCrossentropy(), labels, p).Values(),
            Is.All.Zero
        );
    }

    [Test]
    public void The_division_by_the_row_sum_is_part_of_the_gradient()
    {
        // l = -log(p0 / (p0 + p1)), so dl/dp0 = 1/(p0 + p1) - 1/p0 and dl/dp1 = 1/(p0 + p1).
        var labels = Tensor.Vector(new long[] { 0 });
        Tensor p = new double[,]
        {
            { 0.5, 1.5 },
        };
        Assert.That(
            Operations.LossGradient(new SparseCategoricalCrossentropy(), labels, p).Values(),
            Is.EqualTo([-1.5, 0.5]).Within(1e-15)
        );
    }

    [Test]
    public void In_float32_the_two_wrong_sides_of_binary_crossentropy_differ()
    {
        Tensor y = new float[,]
        {
            { 0 },
            { 1 },
        };
        Tensor p = new float[,]
        {
            { 1 },
            { 0 },
        };
        var loss = new BinaryCrossentropy(Reduction: Reduction.None);
        Assert.That(
            Operations.Loss(loss, y, p).Values(),
            Is.EqualTo([15.942385, 16.118095]).Within(1e-6)
        );
        Assert.That(
            Operations.Loss(loss, y, p.ToFloat64()).Values(),
            Is.EqualTo([16.118095, 16.118095]).Within(1e-6)
        );
    }

    [Test]
    public void Large_logits_cost_what_they_say()
    {
        var labels = Tensor.Vector(new long[] { 1 });
        Tensor x = new double[,]
        {
            { 10000, 0 },
        };
        Assert.That(
            Operations.Loss(new SparseCategoricalCrossentropy(FromLogits: true), labels, x)[0],
            Is.EqualTo(10000)
        );
        Tensor y = new double[,]
        {
            { 0, 1 },
        };
        Assert.That(
            Operations.Loss(new BinaryCrossentropy(FromLogits: true), y, x)[0],
            Is.EqualTo((10000 + Math.Log(2)) / 2).Within(1e-12)
        );
    }

    [Test]
    public void A_logit_of_minus_infinity_at_another_class_costs_nothing()
    {
        var labels = Tensor.Vector(new long[] { 1 });
        Tensor x = new double[,]
        {
            { double.NegativeInfinity, 3 },
        };
        Assert.That(
            Operations.Loss(new SparseCategoricalCrossentropy(FromLogits: true), labels, x)[0],
            Is.Zero
        );
    }

    [Test]
    public void Ignored_rows_count_neither_in_the_sum_nor_in_the_divisor()
    {
        var loss = new SparseCategoricalCrossentropy(IgnoreClass: -1);
        var labels = Tensor.Vector(new long[] { 0, -1, 1 });
        Tensor p = new double[,]
        {
            { 0.5, 0.5 },
            { 0.9, 0.1 },
            { 0.75, 0.25 },
        };
        Assert.That(
            Operations.Loss(loss, labels, p)[0],
            Is.EqualTo((Math.Log(2) + Math.Log(4)) / 2).Within(1e-15)
        );
        Assert.That(Operations.LossGradient(loss, labels, p).Slice(1, 2).Values(), Is.All.Zero);
        var ignored = Tensor.Vector(new long[] { -1, -1, -1 });
        Assert.That(Operations.Loss(loss, ignored, p)[0], Is.Zero);
        Assert.That(Operations.LossGradient(loss, ignored, p).Values(), Is.All.Zero);
    }

    [Test]
    public void A_row_of_weight_0_counts_in_the_divisor_and_weights_all_0_give_0()
    {
        Tensor y = new double[] { 0, 0 };
        Tensor p = new double[,]
        {
            { 2 },
            { 4 },
        };
        Tensor half = new double[] { 1, 0 };
        Assert.That(Operations.Loss(new MeanSquaredError(), y, p, half)[0], Is.EqualTo(2));
        Tensor none = new double[] { 0, 0 };
        var mean = new MeanSquaredError(Reduction.MeanWithSampleWeight);
        Assert.That(Operations.Loss(mean, y, p, half)[0], Is.EqualTo(4));
        Assert.That(Operations.Loss(mean, y, p, none)[0], Is.Zero);
        Assert.That(Operations.LossGradient(mean, y, p, none).Values(), Is.All.Zero);
    }

    [Test]
    public void A_loss_of_NaN_stays_NaN_under_a_weight_of_0()
    {
        Tensor y = new double[] { double.NaN, 0 };
        Tensor p = new double[,]
        {
            { 2 },
            { 4 },
        };
        Assert.That(
            Operations.Loss(new MeanSquaredError(), y, p, new double[] { 0, 1 })[0],
            Is.NaN
        );
    }

    [Test]
    public void Rank_1_against_rank_1_is_one_sample_and_weights_multiply_its_one_loss()
    {
        Tensor y = new double[] { 0, 0, 0 };
        Tensor p = new double[] { 1, 2, 4 };
        var none = new MeanSquaredError(Reduction.None);
        Assert.That(Operations.Loss(none, y, p).Shape, Is.Empty);
        Assert.That(Operations.Loss(none, y, p)[0], Is.EqualTo(7));
        Tensor w = new double[] { 1, 2, 3 };
        Assert.That(Operations.Loss(none, y, p, w).Values(), Is.EqualTo([7, 14, 21]));
        Assert.That(Operations.Loss(new MeanSquaredError(), y, p, w)[0], Is.EqualTo(14));
        Assert.That(
            Operations.LossGradient(new MeanSquaredError(), y, p, w).Values(),
            Is.EqualTo(
                    Slopes.Of(
                        moved => Operations.Loss(new MeanSquaredError(), y, moved, w)[0],
                        p.ToFloat64()
                    )
                )
                .Within(1e-10)
        );
    }

    [Test]
    public void Labels_of_rank_1_pair_with_a_column_row_by_row()
    {
        Tensor y = new double[] { 1, 2 };
        Tensor p = new double[,]
        {
            { 1 },
            { 4 },
        };
        Assert.That(Operations.Loss(new MeanSquaredError(), y, p)[0], Is.EqualTo(2));
        Tensor w = new double[,]
        {
            { 1 },
            { 3 },
        };
        var none = Operations.Loss(new MeanSquaredError(Reduction.None), y, p, w);
        Assert.That(none.Shape, Is.EqualTo([2, 1]));
        Assert.That(none.Values(), Is.EqualTo([0, 12]));
    }

    [Test]
    public void The_slope_of_the_absolute_error_at_0_is_0()
    {
        Tensor same = new double[,]
        {
            { 3 },
            { 4 },
        };
        Assert.That(
            Operations.LossGradient(new MeanAbsoluteError(), same, same).Values(),
            Is.All.Zero
        );
    }

    [Test]
    public void Labels_out_of_range_are_refused() =>
        Assert.That(
            () =>
                Operations.Loss(
                    new SparseCategoricalCrossentropy(),
                    Tensor.Vector(new long[] { 3 }),
                    new double[,]
                    {
                        { 0.2, 0.3, 0.5 },
                    }
                ),
            Throws.InstanceOf<ArgumentException>()
        );
}
