using System.Text.RegularExpressions;
using CsCheck;

namespace Mlp.Properties.Tests;

/// <summary>A check that cannot fail is none.</summary>
public partial class PropertyTests
{
    [Test]
    public void What_does_not_hold_is_found_made_smaller_and_told_with_its_seed()
    {
        var broken = Assert.Throws<CsCheckException>(() =>
            Property.Holds(
                Gen.Int[0, 1000],
                n =>
                {
                    if (n >= 37)
                    {
                        throw new BrokenPropertyException($"{n} is too much");
                    }
                }
            )
        );
        Assert.That(broken!.Message, Does.Contain("seed"));

        // Smaller inputs are looked for at random, 2,000 times: none of 37 to 60 among them is a chance of 1e-21.
        var told = TooMuch().Match(broken.ToString());
        Assert.That(told.Success, broken.ToString());
        Assert.That(int.Parse(told.Groups[1].Value), Is.InRange(37, 60));
    }

    [Test]
    public void The_same_inputs_come_in_every_run()
    {
        var (first, second) = (new List<double>(), new List<double>());
        Property.Holds(Draws.Real, first.Add);
        Property.Holds(Draws.Real, second.Add);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(first.Distinct().Count(), Is.AtLeast(50));
    }

    [TestCase(double.NaN)]
    [TestCase(1.0000001)]
    public void A_value_past_its_bound_or_no_number_breaks_a_property(double actual) =>
        Assert.That(
            () => Property.Close("y", Tensor.Scalar(actual), Tensor.Scalar(1.0), _ => 1e-8),
            Throws.TypeOf<BrokenPropertyException>()
        );

    [GeneratedRegex(@"(\d+) is too much")]
    private static partial Regex TooMuch();
}
