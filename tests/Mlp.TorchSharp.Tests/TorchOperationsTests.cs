using Mlp.Losses;

namespace Mlp.TorchSharp.Tests;

/// <summary>Corners where torch by itself would say something else.</summary>
public sealed class TorchOperationsTests
{
    private static readonly IOperations Operations = new TorchBackend().Operations;

    [Test]
    public void With_all_weights_0_a_weighted_mean_is_0_and_flat_even_at_NaN()
    {
        var loss = new SparseCategoricalCrossentropy(Reduction: Reduction.MeanWithSampleWeight);
        Tensor predictions = new double[,]
        {
            { double.NaN, 1 },
        };
        Assert.That(Operations.Loss(loss, new[] { 0 }, predictions, new[] { 0.0 })[0], Is.Zero);
        var gradient = Operations.LossGradient(loss, new[] { 0 }, predictions, new[] { 0.0 });
        Assert.That(((Tensor<double>)gradient).Values.ToArray(), Is.EqualTo(new[] { 0.0, 0.0 }));
    }

    [Test]
    public void No_labels_make_no_rows_and_no_rows_have_no_maxima()
    {
        var none = Tensor.Create(Array.Empty<long>(), 0);
        Assert.Multiple(() =>
        {
            Assert.That(Operations.ToCategorical(none, 3).Shape, Is.EqualTo([0, 3]));
            Assert.That(
                Operations.ArgMax(Tensor.Create(Array.Empty<float>(), 0, 3), 1).Shape,
                Is.EqualTo([0])
            );
            Assert.That(() => Operations.ToCategorical(none), Throws.ArgumentException);
            Assert.That(
                () => Operations.ArgMax(Tensor.Create(Array.Empty<float>(), 3, 0), 1),
                Throws.ArgumentException
            );
        });
    }

    [Test]
    public void An_ignored_row_counts_neither_in_the_sum_nor_in_the_divisor()
    {
        var loss = new SparseCategoricalCrossentropy(FromLogits: true, IgnoreClass: -1);
        Tensor predictions = new[,]
        {
            { 0.0, 0 },
            { double.NaN, 1 },
        };
        Assert.That(
            Operations.Loss(loss, new[] { 1, -1 }, predictions)[0],
            Is.EqualTo(Math.Log(2)).Within(1e-15)
        );
        var none = loss with { Reduction = Reduction.None };
        Assert.That(Operations.Loss(none, new[] { 1, -1 }, predictions)[1], Is.Zero);
        Assert.That(Operations.LossGradient(loss, new[] { 1, -1 }, predictions)[2], Is.Zero);
    }

    [Test]
    public void The_slope_of_an_absolute_error_is_0_at_0_and_NaN_at_NaN()
    {
        var gradient = Operations.LossGradient(
            new MeanAbsoluteError(Reduction.Sum),
            new double[] { 1, 1, 1 },
            Tensor.Create([1, double.NaN, 3], 3, 1)
        );
        Assert.That(
            ((Tensor<double>)gradient).Values.ToArray(),
            Is.EqualTo(new[] { 0, double.NaN, 1 })
        );
    }

    [Test]
    public void Softplus_keeps_its_tail_beyond_20_where_torch_cuts_it()
    {
        var y = Operations.Activate("softplus", new[] { 21.0 })[0];
        Assert.That(y - 21, Is.EqualTo(Math.Log(1 + Math.Exp(-21))).Within(1e-14));
    }

    [Test]
    public void Gelu_is_infinite_at_infinity_in_either_precision()
    {
        // 16 values: one vector of AVX-512, whose erf in torch's own gelu gives NaN here.
        var x = Enumerable.Repeat(float.PositiveInfinity, 16).ToArray();
        Assert.That(Operations.Activate("gelu", x)[0], Is.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void A_label_that_is_no_class_misses_among_the_top_k()
    {
        var trace = Operations.Metric(
            new Metrics.SparseTopKCategoricalAccuracy(2),
            new[] { 0, 0.5, 2 },
            new double[,]
            {
                { 1, 2 },
                { 1, 2 },
                { 1, 2 },
            },
            null,
            3
        );
        Assert.That(
            ((Tensor<double>)trace.PerSample).Values.ToArray(),
            Is.EqualTo(new[] { 1.0, 0, 0 })
        );
    }

    [Test]
    public void A_NaN_weight_of_a_row_is_refused() =>
        Assert.That(
            () =>
                Operations.RowWeights(
                    new[] { 0, 1 },
                    new Dictionary<int, double> { [0] = 2 },
                    new[] { 1, double.NaN },
                    Precision.Float64
                ),
            Throws.ArgumentException.With.Message.Contains("NaN")
        );

    [Test]
    public void At_a_large_offset_the_scaler_has_the_nearest_mean()
    {
        // The sum of the three, rounded and divided by 3, is one step above the mean.
        var scaler = Operations.StandardScaler();
        scaler.Fit(Tensor.Create([100000000.798, 100000000.886, 100000001.244], 3, 1));
        Assert.That(scaler.Mean![0], Is.EqualTo(100000000.976));
    }

    [Test]
    public void A_chunk_without_a_value_in_a_column_leaves_its_statistics_as_they_were()
    {
        var scaler = Operations.StandardScaler();
        scaler.Fit(Tensor.Create([1.0, 3.0], 2, 1));
        scaler.PartialFit(Tensor.Create([double.NaN], 1, 1));
        Assert.That(scaler.Mean![0], Is.EqualTo(2));
        Assert.That(scaler.Variance![0], Is.EqualTo(1));
        Assert.That(scaler.SamplesSeen![0], Is.EqualTo(2));
    }
}
