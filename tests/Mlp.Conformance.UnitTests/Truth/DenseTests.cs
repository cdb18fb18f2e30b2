using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Truth;

public class DenseTests
{
    private static readonly PlainOperations Operations = new();

    [Test]
    public void The_layer_is_x_W_plus_b()
    {
        Tensor x = new double[,]
        {
            { 1, 2 },
            { 3, 4 },
        };
        Tensor kernel = new double[,]
        {
            { 1, 0, -1 },
            { 2, 1, 0 },
        };
        Tensor bias = new double[] { 10, 20, 30 };
        var y = Operations.DenseForward("linear", x, kernel, bias);
        Assert.That(y.Shape, Is.EqualTo([2, 3]));
        Assert.That(y.Values(), Is.EqualTo([15, 22, 29, 21, 24, 27]));
    }

    [TestCase("linear")]
    [TestCase("tanh")]
    [TestCase("softmax")]
    public void The_gradients_are_those_of_differences(string activation)
    {
        var x = Slopes.RandomTensor(1, -1, 1, 5, 3);
        var kernel = Slopes.RandomTensor(2, -1, 1, 3, 4);
        var bias = Slopes.RandomTensor(3, -1, 1, 4);
        var upstream = Slopes.RandomTensor(4, -1, 1, 5, 4);
        double Value(Tensor a, Tensor w, Tensor b) =>
            Slopes.Dot(Operations.DenseForward(activation, a, w, b), upstream);

        var gradients = Operations.DenseBackward(activation, x, kernel, bias, upstream);
        Assert.Multiple(() =>
        {
            Assert.That(
                gradients.X.Values(),
                Is.EqualTo(Slopes.Of(z => Value(z, kernel, bias), x)).Within(1e-10)
            );
            Assert.That(
                gradients.Kernel.Values(),
                Is.EqualTo(Slopes.Of(z => Value(x, z, bias), kernel)).Within(1e-10)
            );
            Assert.That(
                gradients.Bias.Values(),
                Is.EqualTo(Slopes.Of(z => Value(x, kernel, z), bias)).Within(1e-10)
            );
            Assert.That(gradients.Kernel.Shape, Is.EqualTo(kernel.Shape));
        });
    }

    [Test]
    public void In_float64_a_dot_product_that_cancels_keeps_its_digits()
    {
        Tensor x = new double[,]
        {
            { 1e10, 1, -1e10 },
        };
        Tensor kernel = new double[,]
        {
            { 1e10 },
            { 3 },
            { 1e10 },
        };
        Assert.That(
            Operations.DenseForward("linear", x, kernel, new double[] { 0.25 })[0],
            Is.EqualTo(3.25)
        );
    }
}
