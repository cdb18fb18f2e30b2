namespace Mlp.TorchSharp.Tests;

[Platform("Linux")]
public sealed class KeptCopyTests
{
    private static readonly byte[] Library = [1, 2, 3];
    private readonly List<string> told = [];
    private string folder = "";

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("mlp-copies-").FullName;
        told.Clear();
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void It_is_made_once_and_told_once()
    {
        var first = Keep(Library);
        var written = File.GetLastWriteTimeUtc(first);
        var second = Keep(Library);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(File.ReadAllBytes(first), Is.EqualTo(Library));
        Assert.That(File.GetLastWriteTimeUtc(second), Is.EqualTo(written));
        Assert.That(told, Is.EqualTo(new[] { first }));
    }

    [Test]
    public void Another_library_of_that_name_is_another_file() =>
        Assert.That(Keep([1, 2, 4]), Is.Not.EqualTo(Keep(Library)));

    [Test]
    public void A_damaged_copy_is_replaced()
    {
        var copy = Keep(Library);
        File.WriteAllBytes(copy, Library[..1]);
        Keep(Library);
        Assert.That(File.ReadAllBytes(copy), Is.EqualTo(Library));
    }

    [Test]
    public void Many_at_once_end_with_one_good_copy_and_nothing_beside_it()
    {
        var copies = new string[8];
        Parallel.For(
            0,
            copies.Length,
            i => copies[i] = KeptCopy.Keep("some", Library, folder, _ => { })
        );

        Assert.That(copies.Distinct().Count(), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { copies[0] }));
        Assert.That(File.ReadAllBytes(copies[0]), Is.EqualTo(Library));
    }

    private string Keep(byte[] library) => KeptCopy.Keep("some", library, folder, told.Add);
}
