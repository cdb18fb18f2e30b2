namespace Mlp.Data.Tests;

public sealed class SeededRowOrderTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1000)]
    public void Every_epoch_is_a_permutation(int rows)
    {
        for (var epoch = 0; epoch < 20; epoch++)
        {
            Assert.That(Order(3, epoch, rows).Order(), Is.EqualTo(Enumerable.Range(0, rows)));
        }
    }

    [Test]
    public void Epochs_and_seeds_differ_and_an_epoch_can_be_asked_again()
    {
        Assert.That(Order(3, 1, 100), Is.Not.EqualTo(Order(3, 0, 100)));
        Assert.That(Order(4, 0, 100), Is.Not.EqualTo(Order(3, 0, 100)));
        var order = new SeededRowOrder(3);
        var (first, again) = (new int[100], new int[100]);
        order.Fill(0, first);
        order.Fill(1, again);
        order.Fill(0, again);
        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public void The_order_is_the_same_forever()
    {
        Assert.That(string.Join(' ', Order(0, 0, 10)), Is.EqualTo("7 2 5 0 1 4 3 6 9 8"));
        Assert.That(string.Join(' ', Order(0, 1, 10)), Is.EqualTo("8 1 5 6 2 9 4 0 3 7"));
    }

    private static int[] Order(int seed, int epoch, int rows)
    {
        var order = new int[rows];
        new SeededRowOrder(seed).Fill(epoch, order);
        return order;
    }
}
