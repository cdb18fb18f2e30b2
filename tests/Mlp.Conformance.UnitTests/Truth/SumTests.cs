using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Truth;

public class SumTests
{
    [Test]
    public void In_float64_what_rounding_loses_is_kept()
    {
        var sum = new Sum<double>();
        sum.Add(1e16);
        sum.AddProduct(1 + 1.0 / (1 << 20), 1 - 1.0 / (1 << 20)); // 1 - 2^-40: beside 1e16, double has no place for it
        sum.Add(-1e16);
        Assert.That(sum.Value, Is.EqualTo(1 - 1.0 / (1L << 40)));
    }

    [Test]
    public void In_float64_a_product_is_kept_whole()
    {
        var a = 1 + 1.0 / (1 << 30);
        var sum = new Sum<double>();
        sum.AddProduct(a, a); // 1 + 2^-29 + 2^-60
        sum.Add(-(1 + 1.0 / (1 << 29)));
        Assert.That(sum.Value, Is.EqualTo(1.0 / (1L << 60)));
    }

    [Test]
    public void In_float32_it_is_the_plain_loop_that_rounds_product_and_sum()
    {
        float[] a = [0.1f, 0.7f, -0.3f];
        float[] b = [3.3f, 1.1f, 2.7f];
        var sum = new Sum<float>();
        var expected = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum.AddProduct(a[i], b[i]);
            var product = a[i] * b[i];
            expected += product;
        }

        Assert.That(sum.Value, Is.EqualTo(expected));
        sum.Add(1e9f);
        sum.Add(-1e9f);
        Assert.That(sum.Value, Is.Zero);
    }

    [TestCase(double.PositiveInfinity, 1, double.PositiveInfinity)]
    [TestCase(double.PositiveInfinity, double.NegativeInfinity, double.NaN)]
    [TestCase(double.NaN, 1, double.NaN)]
    [TestCase(double.MaxValue, double.MaxValue, double.PositiveInfinity)]
    public void Infinities_and_NaN_come_out_as_from_a_plain_sum(double a, double b, double expected)
    {
        var sum = new Sum<double>();
        sum.Add(a);
        sum.Add(b);
        Assert.That(sum.Value, Is.EqualTo(expected));
    }
}
