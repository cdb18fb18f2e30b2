namespace Mlp.TorchSharp.Tests;

[Platform("Linux")]
public sealed class PassingFolderTests
{
    // As every library is where temporary files may not be executed.
    [Test]
    public void A_library_that_does_not_load_leaves_no_folder()
    {
        var there = "";

        Assert.That(
            () =>
                PassingFolder.Load(folder =>
                {
                    there = folder;
                    var file = Path.Combine(folder, "words.so");
                    File.WriteAllText(file, "no library");
                    return file;
                }),
            Throws.InstanceOf<DllNotFoundException>()
        );

        Assert.That(there, Is.Not.Empty);
        Assert.That(there, Does.Not.Exist);
    }
}
