using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Truth;

public class ActivationTests
{
    private static readonly PlainOperations Operations = new();

    private static readonly Activation[] All =
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

    [TestCaseSource(nameof(All))]
    public void The_gradient_is_that_of_differences(Activation activation)
    {
        var x = Slopes.RandomTensor(1, -4, 4, 5, 4);
        var upstream = Slopes.RandomTensor(2, -1, 1, 5, 4);
        var expected = Slopes.Of(z => Slopes.Dot(Operations.Activate(activation, z), upstream), x);
        var actual = Operations.ActivateGradient(activation, x, upstream).Values();
        Assert.That(actual, Is.EqualTo(expected).Within(1e-10));
    }

    [TestCaseSource(nameof(All))]
    public void Float32_is_within_its_rounding_of_float64(Activation activation)
    {
        var x = Slopes.RandomTensor(3, -6, 6, 4, 5).ToFloat32();
        var single = Operations.Activate(activation, x);
        var twice = Operations.Activate(activation, x.ToFloat64());
        Assert.That(single.Type, Is.EqualTo(ElementType.Float32));
        Assert.That(twice.Type, Is.EqualTo(ElementType.Float64));
        Assert.That(single.Values(), Is.EqualTo(twice.Values()).Within(2e-6));
    }

    [Test]
    public void Softmax_rows_sum_to_1()
    {
        var x = Slopes.RandomTensor(4, -30, 30, 50, 7);
        var y = Operations.Activate("softmax", x);
        for (var row = 0; row < 50; row++)
        {
            Assert.That(y.Slice(row, row + 1).Values().Sum(), Is.EqualTo(1).Within(1e-15));
        }
    }

    [Test]
    public void Softmax_of_large_inputs_does_not_overflow() =>
        Assert.That(
            Operations.Activate("softmax", new double[] { 10000, 9999, -10000 }).Values(),
            Is.EqualTo([0.7310585786300049, 0.2689414213699951, 0]).Within(1e-16)
        );

    [Test]
    public void Log_softmax_keeps_what_is_left_beside_a_large_input() =>
        Assert.That(
            Operations.Activate("log_softmax", new double[] { 50, 0 })[0],
            Is.EqualTo(-1.9287498479639178e-22).Within(1e-37)
        );

    [Test]
    public void NaN_in_a_row_makes_its_softmax_NaN_and_no_other_row()
    {
        Tensor x = new double[,]
        {
            { 0, double.NaN },
            { 0, 0 },
        };
        Assert.That(
            Operations.Activate("softmax", x).Values(),
            Is.EqualTo([double.NaN, double.NaN, 0.5, 0.5])
        );
        Assert.That(Operations.Activate("log_softmax", x)[0], Is.NaN);
    }

    [TestCase("relu", 0)]
    [TestCase("leaky_relu", 0.2)]
    [TestCase("elu", 1)]
    [TestCase("linear", 1)]
    public void The_slope_at_0(string activation, double slope) =>
        Assert.That(
            Operations
                .ActivateGradient(activation, new double[] { 0 }, new double[] { 1 })
                .Values(),
            Is.EqualTo([slope])
        );

    [Test]
    public void Far_out_slopes_reach_their_limits(
        [Values("plain", "cpu")] string backend,
        [Values] Precision precision
    )
    {
        Tensor x = new[]
        {
            double.PositiveInfinity,
            1e30, // its square overflows in float32
            double.NegativeInfinity,
            -1e30,
            double.NaN,
        };
        Tensor ones = Enumerable.Repeat(1.0, x.Length).ToArray();
        Assert.Multiple(() =>
        {
            foreach (
                var activation in new Activation[]
                {
                    new Activation.Gelu(),
                    new Activation.Gelu(Approximate: true),
                    new Activation.Silu(),
                    new Activation.Softplus(),
                }
            )
            {
                Assert.That(
                    Backends
                        .Operations(backend)
                        .ActivateGradient(activation, x.To(precision), ones.To(precision))
                        .Values(),
                    Is.EqualTo([1, 1, 0, 0, double.NaN]),
                    activation.ToString()
                );
            }
        });
    }

    [Test]
    public void Gelu_keeps_its_digits_far_below_0() =>
        Assert.That(
            Operations.Activate("gelu", new double[] { -10 })[0],
            Is.EqualTo(-7.619853024160525e-23).Within(1e-37)
        );

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public void Any_rank_is_taken_along_the_last_axis(int rank)
    {
        int[] shape = [.. Enumerable.Repeat(2, rank)];
        var x = Slopes.RandomTensor(5, -1, 1, shape);
        var y = Operations.Activate("softmax", x);
        Assert.That(y.Shape, Is.EqualTo(shape));
        Assert.That(y.Values().Sum(), Is.EqualTo(x.Length / (rank == 0 ? 1 : 2)).Within(1e-15));
    }
}
