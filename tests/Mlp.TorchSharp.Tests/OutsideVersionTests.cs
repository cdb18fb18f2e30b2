namespace Mlp.TorchSharp.Tests;

public sealed class OutsideVersionTests
{
    private string above = "";

    [SetUp]
    public void MakeFolder()
    {
        above = Directory.CreateTempSubdirectory("mlp-outside-").FullName;
        Directory.CreateDirectory(Path.Combine(above, "lib"));
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(above, recursive: true);

    // As in torch/version.py of a wheel of PyTorch 2.11, and in the archive of libtorch 2.10.
    [TestCase(
        "version.py",
        "from typing import Optional\n__all__ = ['__version__', 'cuda']\n__version__ = '2.11.0+cu130'\ncuda: Optional[str] = '13.0'\n",
        "2.11.0+cu130"
    )]
    [TestCase("build-version", "2.10.0+cpu\n", "2.10.0+cpu")]
    [TestCase("other", "2.10.0", "unknown")]
    public void It_is_what_stands_beside_the_folder(string file, string text, string version)
    {
        File.WriteAllText(Path.Combine(above, file), text);
        var folder = Path.Combine(above, "lib");
        Assert.That(OutsideVersion.Of(folder), Is.EqualTo(version));
        Assert.That(OutsideVersion.Of(folder + Path.DirectorySeparatorChar), Is.EqualTo(version));
    }
}
