namespace Mlp.Tests;

public class SequentialTests
{
    [Test]
    public void A_summary_shows_shapes_and_parameter_counts()
    {
        var model = new Sequential(
            new Input(28, 28),
            new Flatten(),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax")
        );

        Assert.That(
            model.Summary(),
            Is.EqualTo(
                """
                Layer            Output shape     Parameters
                Input            [batch, 28, 28]           0
                Flatten          [batch, 784]              0
                Dense (relu)     [batch, 300]        235,500
                Dense (relu)     [batch, 100]         30,100
                Dense (softmax)  [batch, 10]           1,010
                Total parameters: 266,610

                """
            )
        );
    }

    [Test]
    public void A_model_without_an_input_is_refused() =>
        Assert.That(
            () => new Sequential(new Dense(1)),
            Throws.ArgumentException.With.Message.Contains("first layer must be an Input")
        );

    [Test]
    public void A_dense_layer_on_images_asks_for_a_flatten() =>
        Assert.That(
            () => new Sequential(new Input(28, 28), new Dense(1)),
            Throws.ArgumentException.With.Message.Contains("put a Flatten before it")
        );

    [TestCase(0)]
    [TestCase(-3)]
    public void Units_that_are_not_positive_are_refused(int units) =>
        Assert.That(
            () => new Dense(units),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"{units} units")
        );

    [Test]
    public void Weight_shapes_are_kernel_and_bias_of_each_dense_layer() =>
        Assert.That(
            new Sequential(new Input(8), new Dense(30, "relu"), new Dense(1)).Spec.WeightShapes,
            Is.EqualTo(new int[][] { [8, 30], [30], [30, 1], [1] })
        );
}
