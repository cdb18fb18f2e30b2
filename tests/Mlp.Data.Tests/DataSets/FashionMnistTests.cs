namespace Mlp.Data.Tests;

public sealed class FashionMnistTests
{
    [Test]
    public void Fashion_MNIST_is_60000_and_10000_images_of_ten_equal_classes()
    {
        var (train, test) = FashionMnist.Load(RealData.Folder(FashionMnist.IsAvailable));

        Assert.That(train.X.ToString(), Is.EqualTo("uint8[60000, 28, 28]"));
        Assert.That(test.X.ToString(), Is.EqualTo("uint8[10000, 28, 28]"));
        foreach (var (side, each) in new[] { (train, 6000), (test, 1000) })
        {
            var labels = ((Tensor<long>)side.Y).Values.ToArray();
            Assert.That(
                labels.CountBy(label => label).OrderBy(count => count.Key),
                Is.EqualTo(
                    Enumerable.Range(0, 10).Select(label => KeyValuePair.Create((long)label, each))
                )
            );
        }

        // As published: the first training image is an ankle boot.
        Assert.That(FashionMnist.ClassNames[(int)train.Y[0]], Is.EqualTo("Ankle boot"));
    }

    [Test]
    public void Files_of_another_size_are_refused()
    {
        using var folder = new TestFolder();
        foreach (
            var name in new[]
            {
                "train-images-idx3",
                "train-labels-idx1",
                "t10k-images-idx3",
                "t10k-labels-idx1",
            }
        )
        {
            folder.Write($"{name}-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 1, 5]);
        }

        Assert.That(FashionMnist.IsAvailable(folder.Path));
        Assert.That(
            () => FashionMnist.Load(folder.Path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("[60000, 28, 28]")
        );
    }

    [Test]
    public void All_four_files_are_asked_of_the_net_and_checked()
    {
        using var folder = new TestFolder();
        var folders = new DataFolders(
            null,
            folder["cache"],
            source =>
            {
                Assert.That(source.Scheme, Is.EqualTo("https"));
                return [1];
            }
        );

        Assert.That(
            () => FashionMnist.Load(null, folders),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("SHA-256")
        );
        Assert.That(FashionMnist.IsAvailable(folder.Path), Is.False);
    }
}
