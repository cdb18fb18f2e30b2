namespace Mlp.Gpu.Tests.Training;

/// <summary>Where the groups of the persistent path keep what is theirs.</summary>
public sealed class KeptLayoutTests
{
    [TestCase(32, true, 4)]
    [TestCase(40, true, 3)]
    [TestCase(32, false, 2)]
    [TestCase(64, true, 2)]
    public void Fashion_MNIST_fits_the_shared_memory_of_an_H200(int batch, bool bytes, int copies)
    {
        var layout = KeptLayout.Of(
            3,
            [784, 300, 100, 10],
            1,
            batch,
            GroupShares.Of(300, batch, 132),
            512,
            sizeof(float),
            bytes,
            copies
        );

        // 227 KiB a block, less what the kernel declares.
        Assert.That(4 * layout.Length, Is.AtMost((227 - 4) * 1024));
    }

    [Test]
    public void Places_follow_each_other_in_fours()
    {
        var layout = KeptLayout.Of(
            3,
            [7, 5, 3, 2],
            1,
            6,
            new(2, 2, 2),
            64,
            sizeof(double),
            false,
            2
        );

        Assert.That(layout.Places, Is.Ordered);
        Assert.That(layout.Places, Is.All.Matches<int>(place => place % 4 == 0));
        Assert.That(layout.Length, Is.AtLeast(layout.Places[^1]));
    }

    // Of values, and of bytes, which are told by places in bytes.
    [TestCase(1 << 20, 1 << 12, false)]
    [TestCase(784, 1 << 21, true)]
    public void What_no_device_holds_is_refused(int inputs, int batch, bool bytes) =>
        Assert.That(
            () =>
                KeptLayout.Of(
                    2,
                    [inputs, 8, 8],
                    1,
                    batch,
                    new(2, 2, 2),
                    64,
                    sizeof(float),
                    bytes,
                    bytes ? 4 : 2
                ),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("general path")
        );
}
