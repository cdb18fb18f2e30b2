using System.Runtime.InteropServices;

namespace Mlp.TorchSharp.Tests;

[Platform("Linux")]
public sealed class TorchLoaderTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("mlp-loader-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_copy_is_made_once_and_told_once()
    {
        var told = new List<string>();
        var first = TorchLoader.WeakCopy(ElfVersionNeedTests.Shipped, folder, told.Add);
        var written = File.GetLastWriteTimeUtc(first);
        var second = TorchLoader.WeakCopy(ElfVersionNeedTests.Shipped, folder, told.Add);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(File.GetLastWriteTimeUtc(second), Is.EqualTo(written));
        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Does.Contain(first).And.Contain("GLIBCXX_3.4.32"));
    }

    [Test]
    public void The_package_is_left_alone()
    {
        var before = File.ReadAllBytes(ElfVersionNeedTests.Shipped);
        TorchLoader.WeakCopy(ElfVersionNeedTests.Shipped, folder, _ => { });
        Assert.That(File.ReadAllBytes(ElfVersionNeedTests.Shipped), Is.EqualTo(before));
    }

    [Test]
    public void A_damaged_copy_is_replaced()
    {
        var copy = TorchLoader.WeakCopy(ElfVersionNeedTests.Shipped, folder, _ => { });
        var good = File.ReadAllBytes(copy);
        File.WriteAllBytes(copy, good[..1000]);
        TorchLoader.WeakCopy(ElfVersionNeedTests.Shipped, folder, _ => { });
        Assert.That(File.ReadAllBytes(copy), Is.EqualTo(good));
    }

    [Test]
    public void Many_at_once_end_with_one_good_copy_and_nothing_beside_it()
    {
        var copies = new string[8];
        Parallel.For(
            0,
            copies.Length,
            i => copies[i] = TorchLoader.WeakCopy(ElfVersionNeedTests.Shipped, folder, _ => { })
        );

        Assert.That(copies.Distinct().Count(), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { copies[0] }));
        Assert.That(ElfVersionNeed.IsWeak(File.ReadAllBytes(copies[0]), "GLIBCXX_3.4.32"), Is.True);
    }

    [Test]
    public void A_placeholder_keeps_the_file_of_its_name_from_loading()
    {
        var path = Path.Combine(folder, "libnothing.so");
        File.WriteAllText(path, "no library");
        Assert.That(NativeLibrary.TryLoad(path, out _), Is.False, "it cannot load as it is");

        ElfPlaceholder.Occupy(path);

        Assert.That(NativeLibrary.TryLoad(path, out _), Is.True);
    }

    [Test]
    public void Torch_runs_and_the_record_says_what_was_loaded()
    {
        TorchLoader.Load();
        Assert.That(
            TorchLoader.Loaded,
            Is.EqualTo("as shipped").Or.EqualTo("LibTorchSharp without GLIBCXX_3.4.32")
        );
        using var sum = torch.ones(3).sum();
        Assert.That(sum.item<float>(), Is.EqualTo(3));
    }
}
