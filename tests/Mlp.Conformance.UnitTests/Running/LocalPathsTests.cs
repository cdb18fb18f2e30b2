namespace Mlp.Conformance.UnitTests;

internal sealed class LocalPathsTests
{
    [TestCase("/home/ann/x.csv is cut off", "~/x.csv is cut off")]
    [TestCase("no folder /home/ann", "no folder ~")]
    [TestCase("'/home/ann/work/a' and /home/ann/b", "'./a' and ~/b")] // the longer one first
    [TestCase("/home/anna/x", "/home/anna/x")] // another's
    [TestCase("/home/ann-2/x and /home/ann/x", "/home/ann-2/x and ~/x")]
    [TestCase("/mnt/home/ann/x", "/mnt/home/ann/x")] // another folder, that ends alike
    [TestCase("file:///home/ann/x", "file://~/x")]
    [TestCase("nothing to hide", "nothing to hide")]
    public void Folders_are_called_what_they_are_called_everywhere(string said, string kept) =>
        Assert.That(
            LocalPaths.Hide(said, ("/home/ann", "~"), ("/home/ann/work/", "."), ("/", "root")),
            Is.EqualTo(kept)
        );
}
