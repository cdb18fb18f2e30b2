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
        Assert.That(TorchLoader.VersionFromOutside, Is.Null, "it is the package's own");
        using var sum = torch.ones(3).sum();
        Assert.That(sum.item<float>(), Is.EqualTo(3));
    }
}
