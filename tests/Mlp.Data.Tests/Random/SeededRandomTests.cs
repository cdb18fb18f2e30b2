namespace Mlp.Data.Tests;

public sealed class SeededRandomTests
{
    // Pinned: every seed ever written down stands for these numbers. A Python program of its own, written from the published
    // definitions, gave all pins of this project.
    [Test]
    public void A_seed_stands_for_the_same_numbers_forever()
    {
        Assert.That(
            Bits(new SeededRandom(0)),
            Is.EqualTo("99ec5f36cb75f2b4 bf6e1f784956452a 1a5f849d4933e6e0")
        );
        Assert.That(
            Bits(new SeededRandom(-1)),
            Is.EqualTo("55e3f231329b5602 4f16521cb00ea1b8 86e8869c43c7dd52")
        );
        Assert.That(
            Bits(new SeededRandom(42, 1, 7)),
            Is.EqualTo("6d9343cb5e32046c d8959072e8cdba75 8185665a5764f31c")
        );

        static string Bits(SeededRandom random) =>
            string.Join(' ', Enumerable.Range(0, 3).Select(_ => random.NextBits().ToString("x16")));
    }

    [Test]
    public void Truncated_normals_are_the_same_bits_forever()
    {
        var random = new SeededRandom(42);
        Assert.That(
            string.Join(
                ' ',
                Enumerable
                    .Range(0, 3)
                    .Select(_ =>
                        BitConverter.DoubleToInt64Bits(random.NextTruncatedNormal()).ToString("x16")
                    )
            ),
            Is.EqualTo("3fe75a9d9a06081c 3ff343fb6a4c01b0 3fdde4159eda9ce8")
        );
    }

    [Test]
    public void Streams_and_seeds_do_not_repeat_each_other()
    {
        var firsts = new HashSet<ulong>();
        for (var seed = -50; seed < 50; seed++)
        {
            Assert.That(firsts.Add(new SeededRandom(seed).NextBits()));
            for (var stream = -10; stream < 10; stream++)
            {
                Assert.That(firsts.Add(new SeededRandom(seed, stream).NextBits()));
                Assert.That(firsts.Add(new SeededRandom(seed, stream, 0).NextBits()));
            }
        }
    }

    [Test]
    public void Doubles_are_uniform()
    {
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();

        Assert.That(values, Has.All.InRange(0, Math.BitDecrement(1.0)));
        // Five standard errors of mean and variance.
        Assert.That(values.Average(), Is.EqualTo(0.5).Within(5 * Math.Sqrt(1 / 12.0 / 1e5)));
        Assert.That(
            values.Average(x => (x - 0.5) * (x - 0.5)),
            Is.EqualTo(1 / 12.0).Within(5 * Math.Sqrt(1 / 180.0 / 1e5))
        );
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(10)]
    [TestCase(int.MaxValue)]
    public void Integers_fill_their_range_evenly(int bound)
    {
        var random = new SeededRandom(bound);
        var values = Enumerable.Range(0, 30_000).Select(_ => random.NextInt(bound)).ToArray();

        Assert.That(values, Has.All.InRange(0, bound - 1));
        foreach (var third in values.GroupBy(value => (long)value * 3 / bound))
        {
            Assert.That(third.Count() / 30_000.0, Is.EqualTo(Share(bound, third.Key)).Within(0.02));
        }

        static double Share(int bound, long third) =>
            bound == int.MaxValue
                ? 1 / 3.0
                : Enumerable.Range(0, bound).Count(value => (long)value * 3 / bound == third)
                    / (double)bound;
    }

    [Test]
    public void Truncated_normals_have_the_moments_of_the_cut_distribution()
    {
        var random = new SeededRandom(5);
        var values = Enumerable
            .Range(0, 200_000)
            .Select(_ => random.NextTruncatedNormal())
            .ToArray();

        Assert.That(values, Has.All.InRange(-2, 2));
        Assert.That(values.Average(), Is.Zero.Within(0.01));
        // The deviation that Keras divides by.
        Assert.That(
            Math.Sqrt(values.Average(x => x * x)),
            Is.EqualTo(0.87962566103423978).Within(0.005)
        );
        // P(|x| < 1) of the cut normal: 0.6827 / 0.9545.
        Assert.That(values.Count(x => Math.Abs(x) < 1) / 2e5, Is.EqualTo(0.71523).Within(0.005));
    }

    [Test]
    public void Every_order_of_three_is_equally_likely()
    {
        var random = new SeededRandom(9);
        var orders = Enumerable
            .Range(0, 60_000)
            .Select(_ =>
            {
                int[] order = [0, 1, 2];
                random.Shuffle<int>(order);
                return string.Concat(order);
            })
            .CountBy(order => order)
            .ToArray();

        Assert.That(orders, Has.Length.EqualTo(6));
        Assert.That(orders.Select(order => order.Value / 1e4), Has.All.EqualTo(1).Within(0.06));
    }

    [Test]
    public void A_bound_below_one_is_refused() =>
        Assert.That(
            () => new SeededRandom(0).NextInt(0),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
}
