using Mlp.Losses;

namespace Mlp.TorchSharp.Tests;

/// <summary>Slopes by autograd against central differences in float64: (f(x+h) - f(x-h)) / 2h.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-6;

    // Differences of values near 1 carry an error of about 1e-16 / 1e-6 and h^2: 1e-8 leaves room.
    private const double Tolerance = 1e-8;

    private static readonly IOperations Operations = new TorchBackend().Operations;

    private static readonly Tensor Logits = new double[,]
    {
        { 0.3, -1.2, 2.1 },
        { -0.7, 0.9, 0.4 },
    };

    private static readonly Tensor Probabilities = new double[,]
    {
        { 0.2, 0.5, 0.4 }, // does not sum to 1: the division by the sum has a slope of its own
        { 0.1, 0.6, 0.3 },
    };

    private static readonly Activation[] Activations =
    [
        new Activation.Linear(),
        new Activation.Relu(),
        new Activation.LeakyRelu(0.3),
        new Activation.Elu(1.5),
        new Activation.Selu(),
        new Activation.Gelu(),
        new Activation.Gelu(Approximate: true),
        new Activation.Silu(),
        new Activation.Softplus(),
        new Activation.Sigmoid(),
        new Activation.Tanh(),
        new Activation.Softmax(),
        new Activation.LogSoftmax(),
    ];

    private static readonly (Loss Loss, Tensor Labels, Tensor Predictions)[] Losses =
    [
        (new SparseCategoricalCrossentropy(), new[] { 1, 0 }, Probabilities),
        (new SparseCategoricalCrossentropy(FromLogits: true), new[] { 1, 0 }, Logits),
        (new CategoricalCrossentropy(LabelSmoothing: 0.1), OneHot(), Probabilities),
        (new CategoricalCrossentropy(FromLogits: true, LabelSmoothing: 0.1), OneHot(), Logits),
        (new BinaryCrossentropy(LabelSmoothing: 0.2), OneHot(), Probabilities),
        (new BinaryCrossentropy(FromLogits: true), OneHot(), Logits),
        (new MeanSquaredError(), OneHot(), Logits),
        (new MeanAbsoluteError(), OneHot(), Logits),
    ];

    [TestCaseSource(nameof(Activations))]
    public void An_activation_has_the_slope_of_its_differences(Activation activation)
    {
        Tensor upstream = new double[,]
        {
            { 0.5, -1, 2 },
            { 1.5, 0.25, -0.75 },
        };
        var gradient = Operations.ActivateGradient(activation, Logits, upstream);
        AssertDifferences(gradient, Logits, x => Dot(Operations.Activate(activation, x), upstream));
    }

    [TestCaseSource(nameof(Losses))]
    public void A_loss_has_the_slope_of_its_differences(
        (Loss Loss, Tensor Labels, Tensor Predictions) given
    )
    {
        var (loss, labels, predictions) = given;
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            var reduced = loss with { Reduction = reduction };
            Tensor weights = new[] { 0.5, 2.0 };
            AssertDifferences(
                Operations.LossGradient(reduced, labels, predictions, weights),
                predictions,
                p =>
                {
                    var value = Operations.Loss(reduced, labels, p, weights);
                    return Enumerable.Range(0, value.Length).Sum(i => value[i]);
                }
            );
        }
    }

    [Test]
    public void A_dense_layer_has_the_slopes_of_its_differences()
    {
        Tensor kernel = new double[,]
        {
            { 0.1, -0.4 },
            { 0.8, 0.3 },
            { -0.6, 0.2 },
        };
        Tensor bias = new[] { 0.05, -0.1 };
        Tensor upstream = new double[,]
        {
            { 1, -2 },
            { 0.5, 3 },
        };
        var gradients = Operations.DenseBackward("tanh", Logits, kernel, bias, upstream);
        AssertDifferences(gradients.X, Logits, x => Value(x, kernel, bias));
        AssertDifferences(gradients.Kernel, kernel, k => Value(Logits, k, bias));
        AssertDifferences(gradients.Bias, bias, b => Value(Logits, kernel, b));

        double Value(Tensor x, Tensor k, Tensor b) =>
            Dot(Operations.DenseForward("tanh", x, k, b), upstream);
    }

    [Test]
    public void The_clip_of_probabilities_stops_the_slope_outside_and_lets_it_pass_at_the_bound()
    {
        Tensor predictions = Tensor.Create([1e-8, 1e-7, 0.5], 3, 1);
        var gradient = Operations.LossGradient(
            new BinaryCrossentropy(Reduction: Reduction.Sum),
            new double[] { 1, 1, 1 },
            predictions
        );
        Assert.That(gradient[0], Is.Zero);
        Assert.That(gradient[1], Is.EqualTo(-1e7).Within(1e-6));
        Assert.That(gradient[2], Is.EqualTo(-2).Within(1e-12));
    }

    private static Tensor OneHot() =>
        new double[,]
        {
            { 0, 1, 0 },
            { 1, 0, 0 },
        };

    private static double Dot(Tensor a, Tensor b) =>
        Enumerable.Range(0, a.Length).Sum(i => a[i] * b[i]);

    private static void AssertDifferences(Tensor gradient, Tensor x, Func<Tensor, double> value)
    {
        Assert.That(gradient.Shape, Is.EqualTo(x.Shape));
        for (var i = 0; i < x.Length; i++)
        {
            var slope = (value(Moved(x, i, Step)) - value(Moved(x, i, -Step))) / (2 * Step);
            Assert.That(gradient[i], Is.EqualTo(slope).Within(Tolerance), $"index {i}");
        }
    }

    private static Tensor<double> Moved(Tensor x, int index, double by)
    {
        double[] values = [.. x.ToFloat64().Values];
        values[index] += by;
        return new(values, [.. x.Shape]);
    }
}
