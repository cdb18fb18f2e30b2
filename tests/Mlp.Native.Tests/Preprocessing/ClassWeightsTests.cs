namespace Mlp.Native.Tests;

public sealed class ClassWeightsTests
{
    private static readonly Dictionary<int, double> Weights = new() { [0] = 0.5, [2] = 2.1 };

    [Test]
    public void A_class_that_is_not_listed_weighs_one()
    {
        Assert.That(Rows(new long[] { 0, 1, 2, -1 }), Is.EqualTo(new[] { 0.5f, 1, 2.1f, 1 }));
    }

    [Test]
    public void Rows_of_several_columns_are_of_the_class_of_their_first_maximum()
    {
        Assert.That(
            Rows(
                new float[,]
                {
                    { 0.2f, 0.4f, 0.4f },
                    { 0, 0, 1 },
                    { 1, 1, 1 },
                }
            ),
            Is.EqualTo(new[] { 1, 2.1f, 0.5f })
        );
    }

    [Test]
    public void Single_labels_are_rounded_half_to_even()
    {
        double[] labels = [0.5, 1.5, 2.5, -0.5, double.NaN];
        float[] expected = [0.5f, 2.1f, 2.1f, 0.5f, 1];

        Assert.That(Rows(labels), Is.EqualTo(expected));
        Assert.That(Rows(Tensor.Create(labels, 5, 1)), Is.EqualTo(expected));
    }

    [Test]
    public void Class_and_sample_weight_are_rounded_and_multiplied_in_the_precision()
    {
        Tensor labels = new[] { 2 };
        Tensor sample = new[] { 0.3 };

        Assert.That(
            ClassWeights.ForRows(labels, Weights, sample, Precision.Float32)[0],
            Is.EqualTo(2.1f * 0.3f)
        );
        Assert.That(
            ClassWeights
                .ForRows(labels, Weights, sample.Reshape(1, 1), Precision.Float64)
                .ToString(),
            Is.EqualTo("float64[1]")
        );
        Assert.That(
            ClassWeights.ForRows(labels, Weights, sample, Precision.Float64)[0],
            Is.EqualTo(2.1 * 0.3)
        );
        Assert.That(sample[0], Is.EqualTo(0.3));
    }

    [Test]
    public void Bad_weights_and_labels_are_refused()
    {
        Tensor two = new[] { 0, 1 };
        Refused("sampleWeight", () => Call(two, Weights, new[] { 1.0 }));
        Refused("NaN", () => Call(two, Weights, new[] { 1.0, double.NaN }));
        Refused("NaN", () => Call(two, new() { [1] = double.NaN }, null));
        Refused("Class -1", () => Call(two, new() { [-1] = 1 }, null));
        Refused("labels", () => Call(Tensor.Scalar(1), Weights, null));

        static void Call(Tensor labels, Dictionary<int, double> weights, Tensor? sample) =>
            ClassWeights.ForRows(labels, weights, sample, Precision.Float32);
    }

    [Test]
    public void Balanced_weights_make_every_class_weigh_the_same()
    {
        Tensor labels = new[] { 0, 0, 0, 2, 2, 7 };

        var weights = ClassWeights.Balanced(labels);

        Assert.That(weights.Keys, Is.EqualTo(new[] { 0, 2, 7 }));
        Assert.That(weights[0], Is.EqualTo(6 / (3.0 * 3)));
        Assert.That(weights[7], Is.EqualTo(2));
        var rows = ClassWeights.ForRows(labels, weights, null, Precision.Float64);
        Assert.That(rows.ToFloat64().Values.ToArray().Sum(), Is.EqualTo(6).Within(1e-15));
        Assert.That(
            ClassWeights.Balanced(
                new double[,]
                {
                    { 1, 0 },
                    { 1, 0 },
                    { 0, 1 },
                }
            )[1],
            Is.EqualTo(1.5)
        );
    }

    [TestCase(0.5)]
    [TestCase(-1.0)]
    [TestCase(double.NaN)]
    public void Balanced_refuses_what_is_no_class(double label) =>
        Refused("row 1", () => ClassWeights.Balanced(new[] { 0, label }));

    private static void Refused(string message, Action call) =>
        Assert.That(call, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));

    private static float[] Rows(Tensor labels) =>
        ClassWeights.ForRows(labels, Weights, null, Precision.Float32).ToFloat32().Values.ToArray();
}
