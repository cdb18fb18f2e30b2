using Mlp.Losses;

namespace Mlp.Native.Tests;

/// <summary>Which losses take the logits in place of the outputs.</summary>
public sealed class FromLogitsTests
{
    [TestCase("softmax", "categorical_crossentropy", true)]
    [TestCase("softmax", "sparse_categorical_crossentropy", true)]
    [TestCase("sigmoid", "binary_crossentropy", true)]
    [TestCase("sigmoid", "categorical_crossentropy", false)]
    [TestCase("softmax", "binary_crossentropy", false)]
    [TestCase("softmax", "mean_squared_error", false)]
    [TestCase("linear", "categorical_crossentropy", false)]
    public void A_cross_entropy_takes_the_logits_of_its_own_activation(
        string activation,
        string loss,
        bool fuses
    ) =>
        Assert.That(
            FromLogits.Fuses(Activation.Parse(activation), Loss.Parse(loss)),
            Is.EqualTo(fuses)
        );

    [Test]
    public void A_loss_that_is_given_logits_takes_the_outputs_as_they_are()
    {
        Assert.That(
            FromLogits.Fuses(
                new Activation.Softmax(),
                new CategoricalCrossentropy { FromLogits = true }
            ),
            Is.False
        );
        Assert.That(
            FromLogits.Fuses(
                new Activation.Softmax(),
                new SparseCategoricalCrossentropy { FromLogits = true }
            ),
            Is.False
        );
        Assert.That(
            FromLogits.Fuses(
                new Activation.Sigmoid(),
                new BinaryCrossentropy { FromLogits = true }
            ),
            Is.False
        );
    }
}
