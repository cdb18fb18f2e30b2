using Mlp.Data;

namespace Mlp.Native.Tests.Training;

public sealed class RowOrdersTests
{
    // Drawn when they are wanted, and ahead.
    [TestCase(100)]
    [TestCase(5000)]
    public void Each_epoch_has_its_order(int rows)
    {
        var seeded = new SeededRowOrder(5);
        var (actual, expected) = (new int[rows], new int[rows]);
        var orders = new RowOrders(seeded, actual, epochs: 5);

        for (var epoch = 2; epoch < 5; epoch++)
        {
            orders.Fill(epoch);

            seeded.Fill(epoch, expected);
            Assert.That(actual, Is.EqualTo(expected), $"epoch {epoch}");
        }
    }

    // It may look at what the epoch before it came to.
    [Test]
    public void An_order_that_is_not_seeded_is_asked_for_when_its_epoch_begins()
    {
        var source = new Noting();
        var orders = new RowOrders(source, new int[5000], epochs: 3);

        for (var epoch = 0; epoch < 3; epoch++)
        {
            orders.Fill(epoch);
        }

        // What is drawn ahead is drawn by another thread.
        var here = Environment.CurrentManagedThreadId;
        Assert.That(source.Asked, Is.EqualTo(new[] { (0, here), (1, here), (2, here) }));
    }

    private sealed class Noting : RowOrder
    {
        public List<(int Epoch, int Thread)> Asked { get; } = [];

        public override void Fill(int epoch, Span<int> rows)
        {
            Asked.Add((epoch, Environment.CurrentManagedThreadId));
            AsGiven.Fill(epoch, rows);
        }
    }
}
