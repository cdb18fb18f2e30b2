namespace Conform.Tests;

/// <summary><c>conform ulp</c> as a trial: one float in some ten thousand.</summary>
public class UlpVerbTests
{
    [Test]
    public void Every_function_is_within_one_unit_in_the_last_place()
    {
        var (exit, output, error) = Tool.Conform(["ulp", "--stride", "65521"]); // a prime

        Assert.That(exit, Is.Zero, error);
        foreach (var function in new[] { "exp", "log", "tanh", "sigmoid" })
        {
            // 2^32 by 65521, rounded up.
            Assert.That(output, Does.Contain($"| {function} | 65552 |"));
        }
    }

    [Test]
    public void A_stride_of_0_is_refused()
    {
        var (exit, _, error) = Tool.Conform(["ulp", "--stride", "0"]);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("--stride 0 was given; it must be 1 or more."));
    }
}
