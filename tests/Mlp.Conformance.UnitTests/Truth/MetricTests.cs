using Mlp.Conformance.Truth;
using Mlp.Metrics;

namespace Mlp.Conformance.UnitTests.Truth;

public class MetricTests
{
    private static readonly PlainOperations Operations = new();

    [Test]
    public void Accuracy_goes_by_shapes()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Resolve([5], [5, 1]), Is.InstanceOf<BinaryAccuracy>());
            Assert.That(Resolve([5, 1], [5, 1]), Is.InstanceOf<BinaryAccuracy>());
            Assert.That(Resolve([5], [5, 3]), Is.InstanceOf<SparseCategoricalAccuracy>());
            Assert.That(Resolve([5, 1], [5, 3]), Is.InstanceOf<SparseCategoricalAccuracy>());
            Assert.That(Resolve([5, 3], [5, 3]), Is.InstanceOf<CategoricalAccuracy>());
            Assert.That(Resolve([5], [5, 3]).Key, Is.EqualTo("acc"));
        });

        static Metric Resolve(int[] labels, int[] predictions) =>
            Operations.Resolve("acc", labels, predictions);
    }

    [Test]
    public void A_running_metric_weighs_batches_by_their_rows()
    {
        Tensor y = new double[] { 0, 0, 0 };
        Tensor p = new double[,]
        {
            { 1 },
            { 2 },
            { 3 },
        };
        var trace = Operations.Metric("mae", y, p, null, batchSize: 2);
        Assert.That(trace.AfterEachBatch.Values(), Is.EqualTo([1.5, 2]));
        Assert.That(trace.Result[0], Is.EqualTo(2));
        Assert.That(trace.PerSample.Values(), Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public void A_weighted_metric_divides_by_the_weights_and_is_0_while_they_are()
    {
        Tensor y = new double[] { 0, 0, 0 };
        Tensor p = new double[,]
        {
            { 1 },
            { 2 },
            { 4 },
        };
        var trace = Operations.Metric("mae", y, p, new double[] { 0, 1, 3 }, batchSize: 1);
        Assert.That(trace.AfterEachBatch.Values(), Is.EqualTo([0, 2, 3.5]));
    }

    [Test]
    public void The_root_mean_squared_error_is_the_root_of_the_running_mean()
    {
        Tensor y = new double[] { 0, 0 };
        Tensor p = new double[,]
        {
            { 3 },
            { 4 },
        };
        var trace = Operations.Metric("root_mean_squared_error", y, p, null, batchSize: 1);
        Assert.That(trace.AfterEachBatch.Values(), Is.EqualTo([3, Math.Sqrt(12.5)]));
        Assert.That(trace.PerSample.Values(), Is.EqualTo([9, 16]));
    }

    [Test]
    public void Binary_accuracy_is_strict_at_its_threshold_and_counts_NaN_as_class_0()
    {
        Tensor y = new double[,]
        {
            { 0, 1 },
            { 0, 1 },
        };
        Tensor p = new double[,]
        {
            { 0.5, 0.5 },
            { double.NaN, 0.6 },
        };
        var trace = Operations.Metric("binary_accuracy", y, p, null, batchSize: 2);
        Assert.That(trace.PerSample.Shape, Is.EqualTo([2, 2]));
        Assert.That(trace.PerSample.Values(), Is.EqualTo([1, 0, 1, 1]));
        Assert.That(trace.Result[0], Is.EqualTo(0.75));
    }

    [Test]
    public void Weights_of_binary_accuracy_weigh_the_means_of_rows()
    {
        Tensor y = new double[,]
        {
            { 0, 1 },
            { 0, 1 },
        };
        Tensor p = new double[,]
        {
            { 0, 0 },
            { 0, 1 },
        };
        var trace = Operations.Metric("binary_accuracy", y, p, new double[] { 3, 1 }, 2);
        Assert.That(trace.Result[0], Is.EqualTo((3 * 0.5 + 1) / 4));
    }

    [TestCase(2, 1, 0)]
    [TestCase(2, 2, 1)]
    [TestCase(0, 2, 1)] // tied with class 1 for the second place: a hit
    [TestCase(0, 1, 0)]
    public void Top_k_hits_where_fewer_than_k_are_above(long label, int k, double hit)
    {
        Tensor p = new double[,]
        {
            { 0.2, 0.2, 0.3, 0.4 },
        };
        p =
            label == 0
                ? new double[,]
                {
                    { 0.2, 0.2, 0.3, 0.1 },
                }
                : p;
        var y = Tensor.Vector(new[] { label });
        var metric = new SparseTopKCategoricalAccuracy(k);
        Assert.That(Operations.Metric(metric, y, p, null, 1).Result[0], Is.EqualTo(hit));
    }

    [TestCase(0, 0)] // NaN at the class itself
    [TestCase(1, 0)] // NaN above it
    public void NaN_takes_places_in_top_k_and_never_hits(long label, double hit)
    {
        Tensor p = new double[,]
        {
            { double.NaN, 1 },
        };
        var y = Tensor.Vector(new[] { label });
        var metric = new SparseTopKCategoricalAccuracy(1);
        Assert.That(Operations.Metric(metric, y, p, null, 1).Result[0], Is.EqualTo(hit));
    }

    [Test]
    public void Ties_go_to_the_first_class()
    {
        Tensor p = new double[,]
        {
            { 0.5, 0.5 },
            { 0.5, 0.5 },
        };
        var y = Tensor.Vector(new long[] { 0, 1 });
        var trace = Operations.Metric("sparse_categorical_accuracy", y, p, null, 2);
        Assert.That(trace.PerSample.Values(), Is.EqualTo([1, 0]));
        Tensor oneHot = new double[,]
        {
            { 1, 0 },
            { 1, 1 },
        };
        trace = Operations.Metric("categorical_accuracy", oneHot, p, null, 2);
        Assert.That(trace.PerSample.Values(), Is.EqualTo([1, 1]));
    }

    [Test]
    public void Batch_losses_of_0_7_then_0_5_show_0_6()
    {
        Tensor losses = new double[] { 0.7, 0.5 };
        Tensor rows = new double[] { 4, 4 };
        Assert.That(
            Operations.RunningMean(losses, rows).Values(),
            Is.EqualTo([0.7, 0.6]).Within(1e-16)
        );
    }
}
