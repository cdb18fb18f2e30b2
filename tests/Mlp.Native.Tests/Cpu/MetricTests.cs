using Mlp.Metrics;

namespace Mlp.Native.Tests;

public sealed class MetricTests
{
    private const float NaN = float.NaN;

    private static readonly IOperations Operations = new CpuBackend().Operations;

    [Test]
    public void A_vector_against_a_vector_is_one_sample_a_batch()
    {
        // Errors 1, 3, 5 and 9: a batch of three means 3, one of one means 9, and each counts once.
        var labels = Tensor.Vector([0f, 0f, 0f, 0f]);
        var predictions = Tensor.Vector([1f, -3f, 5f, 9f]);

        var trace = Operations.Metric("mae", labels, predictions, null, batchSize: 3);
        var weighted = Operations.Metric(
            "mae",
            labels,
            predictions,
            Tensor.Vector([1f, 1f, 0f, 1f]),
            batchSize: 3
        );

        Assert.Multiple(() =>
        {
            Assert.That(trace.AfterEachBatch.ToFloat64().Values.ToArray(), Is.EqualTo([3.0, 6.0]));
            Assert.That(trace.Result[0], Is.EqualTo(6));
            Assert.That(trace.PerSample.Shape, Is.Empty);
            Assert.That(trace.PerSample[0], Is.EqualTo(4.5));
            Assert.That(weighted.Result[0], Is.EqualTo(5)); // (3 + 3 + 9) / 3
        });
    }

    [Test]
    public void The_running_value_is_weighted_by_weights_and_not_by_batches()
    {
        Tensor labels = new long[] { 0, 1, 1, 0, 0 };
        Tensor predictions = new float[,]
        {
            { 1, 0 },
            { 1, 0 },
            { 0, 1 },
            { 1, 0 },
            { 0, 1 },
        };
        Tensor weights = new float[] { 1, 3, 0, 0, 4 };

        var trace = Operations.Metric("accuracy", labels, predictions, weights, batchSize: 2);

        Assert.That(
            trace.PerSample.ToFloat32().Values.ToArray(),
            Is.EqualTo(new float[] { 1, 0, 1, 1, 0 })
        );
        Assert.That(
            trace.AfterEachBatch.ToFloat32().Values.ToArray(),
            Is.EqualTo(new[] { 0.25f, 0.25f, 0.125f })
        );
        Assert.That(trace.Result[0], Is.EqualTo(0.125));
    }

    [Test]
    public void A_first_batch_of_weight_zero_leaves_zero()
    {
        Tensor labels = new float[] { 1, 1 };
        Tensor predictions = new float[,]
        {
            { 3 },
            { 3 },
        };

        var trace = Operations.Metric(
            "mae",
            labels,
            predictions,
            new float[] { 0, 2 },
            batchSize: 1
        );

        Assert.That(
            trace.AfterEachBatch.ToFloat32().Values.ToArray(),
            Is.EqualTo(new float[] { 0, 2 })
        );
    }

    [Test]
    public void The_root_is_taken_of_the_running_mean()
    {
        Tensor labels = new double[] { 0, 0 };
        Tensor predictions = new double[,]
        {
            { 3 },
            { 5 },
        };

        var trace = Operations.Metric(
            "root_mean_squared_error",
            labels,
            predictions,
            null,
            batchSize: 1
        );

        Assert.That(
            trace.AfterEachBatch.ToFloat64().Values.ToArray(),
            Is.EqualTo(new[] { 3, Math.Sqrt(17) })
        );
        Assert.That(trace.PerSample.ToFloat64().Values.ToArray(), Is.EqualTo(new[] { 9.0, 25 }));
    }

    [TestCase(new float[] { 1, 1, 0 }, 0, true)] // the first of equal maxima
    [TestCase(new float[] { 1, 1, 0 }, 1, false)]
    [TestCase(new[] { 1, NaN, 2 }, 1, true)] // NaN is above all
    [TestCase(new[] { NaN, NaN, 2 }, 1, false)] // the first NaN wins
    public void The_class_predicted_is_the_first_maximum(float[] row, long label, bool hit) =>
        Assert.That(Hits(new SparseCategoricalAccuracy(), row, label), Is.EqualTo(hit));

    [TestCase(new float[] { 3, 2, 2, 1 }, 2, 2, true)] // a tie at the last place hits
    [TestCase(new float[] { 3, 2, 2, 1 }, 3, 2, false)]
    [TestCase(new float[] { 3, 2, 2, 1 }, 3, 9, true)] // more places than classes
    [TestCase(new[] { NaN, 2, 1, 0 }, 1, 2, true)] // NaN exceeds all
    [TestCase(new[] { NaN, 2, 1, 0 }, 1, 1, false)]
    [TestCase(new[] { NaN, 2, 1, 0 }, 0, 4, false)] // and never hits
    [TestCase(new float[] { 3, 2, 2, 1 }, 7, 4, false)] // no class at all
    public void A_hit_has_fewer_than_k_above_it(float[] row, long label, int k, bool hit) =>
        Assert.That(Hits(new SparseTopKCategoricalAccuracy(k), row, label), Is.EqualTo(hit));

    [Test]
    public void Binary_accuracy_tells_of_each_value_and_weighs_rows()
    {
        Tensor labels = new float[,]
        {
            { 1, 0 },
            { 1, 1 },
        };
        Tensor predictions = new float[,]
        {
            { 0.6f, 0.5f },
            { 0.5f, NaN },
        };

        var trace = Operations.Metric(
            new BinaryAccuracy(),
            labels,
            predictions,
            new float[] { 1, 3 },
            2
        );

        Assert.That(trace.PerSample.ToString(), Is.EqualTo("float32[2, 2]"));
        Assert.That(
            trace.PerSample.ToFloat32().Values.ToArray(),
            Is.EqualTo(new float[] { 1, 1, 0, 0 })
        );
        Assert.That(trace.Result[0], Is.EqualTo(0.25));
    }

    [TestCase(new[] { 5 }, new[] { 5, 1 }, typeof(BinaryAccuracy))]
    [TestCase(new[] { 5 }, new[] { 5, 3 }, typeof(SparseCategoricalAccuracy))]
    [TestCase(new[] { 5, 1 }, new[] { 5, 3 }, typeof(SparseCategoricalAccuracy))]
    [TestCase(new[] { 5, 3 }, new[] { 5, 3 }, typeof(CategoricalAccuracy))]
    public void Accuracy_goes_by_shape(int[] labels, int[] predictions, Type expected)
    {
        var resolved = Operations.Resolve(Metric.Parse("acc"), labels, predictions);

        Assert.That(resolved, Is.TypeOf(expected));
        Assert.That(resolved.Key, Is.EqualTo("acc"));
        Assert.That(Operations.Resolve("mse", labels, predictions), Is.TypeOf<MeanSquaredError>());
    }

    [Test]
    public void A_running_mean_weighs_values_and_is_zero_without_weight()
    {
        // Batches of 0.7 and 0.5 of one size show 0.6.
        var means = Operations.RunningMean(new[] { 9.0, 0.7, 0.5 }, new double[] { 0, 32, 32 });

        Assert.That(
            means.ToFloat64().Values.ToArray(),
            Is.EqualTo(new[] { 0, 0.7, 0.6 }).Within(1e-15)
        );
    }

    private static bool Hits(Metric metric, float[] row, long label) =>
        Operations
            .Metric(metric, new[] { label }, Tensor.Create(row, 1, row.Length), null, 1)
            .Result[0] == 1;
}
