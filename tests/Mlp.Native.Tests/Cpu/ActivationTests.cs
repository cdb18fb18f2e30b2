namespace Mlp.Native.Tests;

public sealed class ActivationTests
{
    private static readonly IOperations Operations = new CpuBackend().Operations;

    private static readonly Activation[] All =
    [
        new Activation.Linear(),
        new Activation.Relu(),
        new Activation.LeakyRelu(),
        new Activation.LeakyRelu(-0.5),
        new Activation.Elu(),
        new Activation.Elu(0.3),
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

    [TestCaseSource(nameof(All))]
    public void The_gradient_is_the_slope(Activation activation)
    {
        var draw = new Draw(1);
        foreach (var width in new[] { 1, 7, 8, 9, 17 }) // around one and two sets of lanes
        {
            var x = draw.Between(-3, 3, Precision.Float64, 3, width);
            var upstream = draw.Values(Precision.Float64, 3, width);

            var gradient = Operations.ActivateGradient(activation, x, upstream);

            for (var i = 0; i < x.Length; i++)
            {
                var slope = CentralDifference.At(
                    v => Dot(upstream, Operations.Activate(activation, v)),
                    x,
                    i
                );
                Assert.That(gradient[i], Is.EqualTo(slope).Within(1e-8));
            }
        }
    }

    [TestCaseSource(nameof(All))]
    public void Far_out_values_and_slopes_are_finite_or_nan_only_for_nan(Activation activation)
    {
        double[] values = [-1e30, -1e4, -100, -1e-40, 0, 1e-40, 100, 1e4, 1e30, double.NaN];
        foreach (var precision in Enum.GetValues<Precision>())
        {
            foreach (var value in values)
            {
                var x = Tensor.Create([value], 1).To(precision);
                var y = Operations.Activate(activation, x);
                var slope = Operations.ActivateGradient(
                    activation,
                    x,
                    Tensor.Create([1.0], 1).To(precision)
                );
                Assert.That(
                    double.IsNaN(y[0]),
                    Is.EqualTo(double.IsNaN(value)),
                    $"value at {value}"
                );
                if (!double.IsNaN(value))
                {
                    Assert.That(double.IsFinite(slope[0]), $"slope at {value}");
                }
            }
        }
    }

    [TestCaseSource(nameof(All))]
    public void Any_shape_comes_out_as_it_went_in(Activation activation)
    {
        foreach (var shape in new int[][] { [], [5], [2, 3], [2, 1, 3], [0, 3] })
        {
            var x = new Draw(2).Values(Precision.Float32, shape);

            Assert.That(Operations.Activate(activation, x).Shape, Is.EqualTo(shape));
            Assert.That(Operations.ActivateGradient(activation, x, x).Shape, Is.EqualTo(shape));
        }
    }

    [Test]
    public void Softmax_of_equal_values_is_an_equal_share_and_large_values_do_not_overflow()
    {
        var y = Operations.Activate("softmax", Tensor.Create([1e4f, 1e4f, 1e4f, 1e4f], 1, 4));

        Assert.That(y.ToFloat32().Values.ToArray(), Is.All.EqualTo(0.25f));
    }

    [Test]
    public void Leaky_relu_has_its_slope_at_zero()
    {
        var one = Tensor.Scalar(1f);

        var slope = Operations.ActivateGradient("leaky_relu", Tensor.Scalar(0f), one);

        Assert.That(slope[0], Is.EqualTo(0.2f));
        Assert.That(Operations.ActivateGradient("relu", Tensor.Scalar(0f), one)[0], Is.Zero);
    }

    private static double Dot(Tensor a, Tensor b) =>
        Enumerable.Range(0, a.Length).Sum(i => a[i] * b[i]);
}
