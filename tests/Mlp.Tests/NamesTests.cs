using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Tests;

public class NamesTests
{
    [TestCase("sparse_categorical_crossentropi", "sparse_categorical_crossentropy")]
    [TestCase("mean_square_error", "mean_squared_error")]
    public void An_unknown_loss_names_the_nearest_known_one(string given, string nearest) =>
        Assert.That(
            () => Loss.Parse(given),
            Throws.ArgumentException.With.Message.StartsWith(
                $"Unknown loss '{given}'. Nearest known: '{nearest}'."
            )
        );

    [TestCase("sdg", "sgd")]
    [TestCase("adm", "adam")]
    public void An_unknown_optimizer_names_the_nearest_known_one(string given, string nearest) =>
        Assert.That(
            () => Optimizer.Parse(given),
            Throws.ArgumentException.With.Message.Contains($"Nearest known: '{nearest}'")
        );

    [Test]
    public void An_unknown_activation_names_the_nearest_known_one() =>
        Assert.That(
            () => Activation.Parse("rellu"),
            Throws.ArgumentException.With.Message.Contains("Nearest known: 'relu'")
        );

    [Test]
    public void A_metric_is_logged_under_the_name_given() =>
        Assert.Multiple(() =>
        {
            Assert.That(Metric.Parse("mae").Key, Is.EqualTo("mae"));
            Assert.That(Metric.Parse("mean_absolute_error").Key, Is.EqualTo("mean_absolute_error"));
            Assert.That(Metric.Parse("mae").Name, Is.EqualTo("mean_absolute_error"));
        });

    [Test]
    public void A_weighted_metric_of_a_name_already_taken_is_logged_as_weighted() =>
        Assert.That(
            new CompileSpec("mse", "sgd")
            {
                Metrics = ["mae"],
                WeightedMetrics = ["mae", "mse"],
            }.MetricKeys,
            Is.EqualTo(["mae", "weighted_mae", "mse"])
        );

    [Test]
    public void Two_metrics_of_one_name_are_refused() =>
        Assert.That(
            () => new CompileSpec("mse", "sgd") { Metrics = ["mae", "mae"] }.MetricKeys,
            Throws.ArgumentException.With.Message.Contains("'mae' appears twice")
        );

    [Test]
    public void Only_one_clipping_may_be_given() =>
        Assert.That(
            () => new Sgd { ClipNorm = 1, ClipValue = 1 },
            Throws.ArgumentException.With.Message.Contains("only one of")
        );

    [Test]
    public void Two_learning_rates_of_equal_content_are_equal() =>
        Assert.That(
            new PiecewiseConstantDecay([5], [1, 0.5]),
            Is.EqualTo(new PiecewiseConstantDecay([5], [1, 0.5]))
        );

    [Test]
    public void Boundaries_that_do_not_rise_are_refused() =>
        Assert.That(
            () => new PiecewiseConstantDecay([5, 5], [1, 0.5, 0.1]),
            Throws.ArgumentException.With.Message.Contains("must rise")
        );

    [TestCase(-1e-7)]
    [TestCase(double.NaN)]
    public void An_epsilon_below_zero_is_refused(double epsilon)
    {
        Func<object>[] optimizers =
        [
            () => new Adam(epsilon: epsilon),
            () => new RmsProp(epsilon: epsilon),
        ];
        foreach (var create in optimizers)
        {
            Assert.That(
                () => create(),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("0 or more")
            );
        }
    }

    [Test]
    public void Of_a_long_list_of_known_names_only_the_nearest_are_told() =>
        Assert.That(
            Names
                .Unknown("case", "losses/17", Enumerable.Range(1, 99).Select(n => $"losses/{n}x"))
                .Message,
            Is.EqualTo(
                "Unknown case 'losses/17'. Nearest of 99 known: "
                    + "losses/17x, losses/1x, losses/10x, losses/11x, losses/12x."
            )
        );
}
