using Mlp.Losses;

namespace Mlp.Native.Tests;

/// <summary>What losses must hold beyond single figures: gradients are slopes, reductions agree, and each rule of pairing and weighting.</summary>
public sealed class LossTests
{
    private static readonly IOperations Operations = new CpuBackend().Operations;

    private static readonly int[] Widths =
    [
        2, // fewer than a half of the lanes
        8, // one set of doubles
        9, // one set and a tail of one
        17, // two sets and a tail of one
    ];

    private static IEnumerable<TestCaseData> Gradients()
    {
        Reduction[] reductions =
        [
            Reduction.SumOverBatchSize,
            Reduction.Sum,
            Reduction.None,
            Reduction.MeanWithSampleWeight,
        ];
        foreach (var reduction in reductions)
        {
            Loss[] losses =
            [
                new SparseCategoricalCrossentropy(Reduction: reduction),
                new SparseCategoricalCrossentropy(FromLogits: true, Reduction: reduction),
                new SparseCategoricalCrossentropy(IgnoreClass: 1, Reduction: reduction),
                new SparseCategoricalCrossentropy(true, IgnoreClass: 1, Reduction: reduction),
                new CategoricalCrossentropy(Reduction: reduction),
                new CategoricalCrossentropy(LabelSmoothing: 0.2, Reduction: reduction),
                new CategoricalCrossentropy(true, 0.2, reduction),
                new BinaryCrossentropy(Reduction: reduction),
                new BinaryCrossentropy(LabelSmoothing: 0.2, Reduction: reduction),
                new BinaryCrossentropy(true, 0.2, reduction),
                new MeanSquaredError(reduction),
                new MeanAbsoluteError(reduction),
            ];
            foreach (var loss in losses)
            {
                foreach (var weighted in new[] { false, true })
                {
                    yield return new TestCaseData(loss, weighted).SetArgDisplayNames(
                        loss.ToString(),
                        weighted ? "weighted" : "unweighted"
                    );
                }
            }
        }
    }

    [TestCaseSource(nameof(Gradients))]
    public void The_gradient_is_the_slope_of_the_reduced_loss(Loss loss, bool weighted)
    {
        foreach (var width in Widths)
        {
            var (labels, predictions) = Samples(loss, 5, width);
            var weights = weighted ? new Draw(3).Between(-0.5, 2, Precision.Float64, 5) : null;

            var gradient = Operations.LossGradient(loss, labels, predictions, weights);

            for (var i = 0; i < predictions.Length; i++)
            {
                var slope = CentralDifference.At(
                    x => Total(loss, labels, x, weights),
                    predictions,
                    i
                );
                Assert.That(
                    gradient[i],
                    Is.EqualTo(slope).Within(1e-6),
                    $"width {width}, index {i}"
                );
            }
        }
    }

    [TestCaseSource(nameof(Gradients))]
    public void Float32_gives_what_float64_gives_to_its_digits(Loss loss, bool weighted)
    {
        foreach (var width in Widths)
        {
            var (labels, predictions) = Samples(loss, 5, width);
            var weights = weighted ? new Draw(3).Between(0, 2, Precision.Float64, 5) : null;

            Near(
                Operations.Loss(loss, labels, predictions.ToFloat32(), weights),
                Operations.Loss(loss, labels, predictions, weights)
            );
            Near(
                Operations.LossGradient(loss, labels, predictions.ToFloat32(), weights),
                Operations.LossGradient(loss, labels, predictions, weights)
            );
        }

        static void Near(Tensor actual, Tensor expected)
        {
            Assert.That(actual.Type, Is.EqualTo(ElementType.Float32));
            for (var i = 0; i < actual.Length; i++)
            {
                Assert.That(
                    actual[i],
                    Is.EqualTo(expected[i]).Within(4e-6 * Math.Max(1, Math.Abs(expected[i])))
                );
            }
        }
    }

    [Test]
    public void Sparse_labels_are_one_hot_labels([Values] bool fromLogits)
    {
        var (labels, predictions) = Samples(new SparseCategoricalCrossentropy(fromLogits), 7, 10);
        var oneHot = Categories.ToCategorical(labels, 10);

        var sparse = Operations.Loss(
            new SparseCategoricalCrossentropy(fromLogits),
            labels,
            predictions
        );
        var categorical = Operations.Loss(
            new CategoricalCrossentropy(fromLogits),
            oneHot,
            predictions
        );

        Assert.That(sparse[0], Is.EqualTo(categorical[0]).Within(1e-14));
    }

    [Test]
    public void Smoothed_labels_are_t_times_1_minus_s_plus_s_over_classes()
    {
        Tensor labels = new double[,]
        {
            { 0, 1, 0 },
        };
        Tensor smoothed = new double[,]
        {
            { 0.1, 0.8, 0.1 },
        };
        Tensor predictions = new double[,]
        {
            { 0.2, 0.5, 0.3 },
        };

        var loss = Operations.Loss(
            new CategoricalCrossentropy(LabelSmoothing: 0.3),
            labels,
            predictions
        );
        var plain = Operations.Loss(new CategoricalCrossentropy(), smoothed, predictions);

        Assert.That(loss[0], Is.EqualTo(plain[0]).Within(1e-14));
    }

    [Test]
    public void A_row_of_weight_zero_counts_in_the_divisor()
    {
        Tensor labels = new float[,]
        {
            { 0 },
            { 0 },
        };
        Tensor predictions = new float[,]
        {
            { 3 },
            { 5 },
        };
        Tensor weights = new float[] { 1, 0 };

        Assert.That(Loss(Reduction.SumOverBatchSize), Is.EqualTo(4.5));
        Assert.That(Loss(Reduction.MeanWithSampleWeight), Is.EqualTo(9));
        Assert.That(Loss(Reduction.Sum), Is.EqualTo(9));

        double Loss(Reduction reduction) =>
            Operations.Loss(new MeanSquaredError(reduction), labels, predictions, weights)[0];
    }

    [Test]
    public void Weights_that_are_all_zero_give_a_mean_of_zero_and_no_gradient()
    {
        var loss = new MeanSquaredError(Reduction.MeanWithSampleWeight);
        Tensor labels = new float[,]
        {
            { 0 },
            { 0 },
        };
        Tensor predictions = new float[,]
        {
            { 3 },
            { 5 },
        };
        Tensor weights = new float[] { 0, 0 };

        Assert.That(Operations.Loss(loss, labels, predictions, weights)[0], Is.Zero);
        Assert.That(
            Operations
                .LossGradient(loss, labels, predictions, weights)
                .ToFloat64()
                .Values.ToArray(),
            Is.All.Zero
        );
    }

    [Test]
    public void Ignored_rows_neither_cost_nor_count([Values] bool fromLogits)
    {
        var loss = new SparseCategoricalCrossentropy(fromLogits, IgnoreClass: -1);
        var predictions = new Draw(5).Between(0.1, 1, Precision.Float64, 4, 3);

        var some = Operations.Loss(loss, new long[] { 2, -1, 0, -1 }, predictions);
        var alone = Operations.Loss(loss, new long[] { 2, 0 }, predictions.Gather([0, 2]));
        var gradient = Operations.LossGradient(loss, new long[] { 2, -1, 0, -1 }, predictions);
        var none = Operations.Loss(loss, new long[] { -1, -1, -1, -1 }, predictions);

        Assert.That(some[0], Is.EqualTo(alone[0]));
        Assert.That(gradient.Slice(1, 2).ToFloat64().Values.ToArray(), Is.All.Zero);
        Assert.That(none[0], Is.Zero);
    }

    [Test]
    public void Vectors_against_vectors_are_one_sample_whose_loss_each_weight_multiplies()
    {
        var none = new MeanSquaredError(Reduction.None);
        Tensor labels = new double[] { 0, 0 };
        Tensor predictions = new double[] { 1, 3 };
        Tensor weights = new double[] { 2, 4 };

        var plain = Operations.Loss(none, labels, predictions);
        var weighted = Operations.Loss(none, labels, predictions, weights);
        var mean = Operations.Loss(new MeanSquaredError(), labels, predictions, weights);
        var gradient = Operations.LossGradient(
            new MeanSquaredError(),
            labels,
            predictions,
            weights
        );

        Assert.That((plain.Rank, plain[0]), Is.EqualTo((0, 5.0)));
        Assert.That(weighted.ToFloat64().Values.ToArray(), Is.EqualTo(new[] { 10.0, 20 }));
        Assert.That(mean[0], Is.EqualTo(15));
        Assert.That(gradient.ToFloat64().Values.ToArray(), Is.EqualTo(new[] { 3.0, 9 })); // 6/2 times (1, 3)
    }

    [Test]
    public void Weights_in_a_column_give_losses_in_a_column()
    {
        var loss = new MeanAbsoluteError(Reduction.None);
        Tensor labels = new float[] { 0, 0, 0 };
        Tensor predictions = new float[,]
        {
            { 1 },
            { 2 },
            { 3 },
        };

        var losses = Operations.Loss(
            loss,
            labels,
            predictions,
            new float[,]
            {
                { 1 },
                { 2 },
                { 3 },
            }
        );

        Assert.That(losses.ToString(), Is.EqualTo("float32[3, 1]"));
        Assert.That(losses.ToFloat32().Values.ToArray(), Is.EqualTo(new float[] { 1, 4, 9 }));
    }

    [Test]
    public void A_nan_loss_stays_nan_under_a_weight_of_zero()
    {
        Tensor labels = new float[,]
        {
            { 0 },
            { 0 },
        };
        Tensor predictions = new float[,]
        {
            { float.NaN },
            { 5 },
        };

        var loss = Operations.Loss(
            new MeanSquaredError(),
            labels,
            predictions,
            new float[] { 0, 1 }
        );

        Assert.That(loss[0], Is.NaN);
    }

    [TestCase(0.99999988f, true)] // 1 - 1e-7 as a float: the bound itself
    [TestCase(0.99999994f, false)] // one step outside
    [TestCase(1e-7f, true)] // the lower bound itself
    [TestCase(9.9999994e-8f, false)] // one step outside
    public void The_gradient_passes_at_the_bounds_of_the_clip_and_not_beyond(float p, bool passes)
    {
        Tensor predictions = new float[,]
        {
            { p },
        };
        Tensor labels = new float[,]
        {
            { 0.5f },
        };

        var gradient = Operations.LossGradient(new BinaryCrossentropy(), labels, predictions);

        Assert.That(gradient[0] != 0, Is.EqualTo(passes));
    }

    private static (Tensor Labels, Tensor Predictions) Samples(Loss loss, int rows, int width)
    {
        var draw = new Draw(width);
        var isProbability =
            loss
            is SparseCategoricalCrossentropy { FromLogits: false }
                or CategoricalCrossentropy { FromLogits: false }
                or BinaryCrossentropy { FromLogits: false };
        var predictions = isProbability
            ? draw.Between(0.1, 0.9, Precision.Float64, rows, width)
            : draw.Values(Precision.Float64, rows, width);
        var labels =
            loss is SparseCategoricalCrossentropy
                ? draw.Classes(width, rows)
                : draw.Between(0, 1, Precision.Float64, rows, width);
        return (labels, predictions);
    }

    private static double Total(Loss loss, Tensor labels, Tensor x, Tensor? weights) =>
        Operations.Loss(loss, labels, x, weights).ToFloat64().Values.ToArray().Sum();
}
