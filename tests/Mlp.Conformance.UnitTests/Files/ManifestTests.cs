namespace Mlp.Conformance.UnitTests;

internal sealed class ManifestTests
{
    private static readonly Case One = Make.Golden(Tensor.Vector([1f, 2f]), Make.Bound(1e-7));

    private static Manifest Written => Manifest.Of("v1", [("a.parquet", [1, 2, 3], [One])]);

    [Test]
    public void It_comes_out_as_it_went_in()
    {
        var read = Manifest.Read(Written.ToJson(), "manifest.json");
        Assert.That(read.ToJson(), Is.EqualTo(Written.ToJson()));
        Assert.That(read.Floors["activations"], Is.EqualTo(1));
        Assert.That(read.Files[0].Cases, Is.EqualTo(1));
    }

    [Test]
    public void The_hash_of_a_case_follows_what_it_says_and_not_how_it_is_described()
    {
        var hash = Manifest.Hash(One);
        Assert.That(
            Manifest.Hash(One with { Notes = "other", Tags = ["x"], Source = "z" }),
            Is.EqualTo(hash)
        );
        Assert.That(
            Manifest.Hash(One with { Expected = Node.Map.Of(("y", Tensor.Vector([1f, 3f]))) }),
            Is.Not.EqualTo(hash)
        );
        Assert.That(Manifest.Hash(One with { Inputs = Node.Map.Empty }), Is.Not.EqualTo(hash));
        Assert.That(Manifest.Hash(One with { Op = "tanh" }), Is.Not.EqualTo(hash));
        Assert.That(Manifest.Hash(One with { DType = ElementType.Float64 }), Is.Not.EqualTo(hash));
        Assert.That(
            Manifest.Hash(One with { Params = Node.Map.Of(("axis", 1)) }),
            Is.Not.EqualTo(hash)
        );
        Assert.That(Manifest.Hash(One with { Expected64 = One.Expected }), Is.Not.EqualTo(hash));
        // Bounds follow the policy, which has tests of its own.
        Assert.That(Manifest.Hash(One with { Bounds = null }), Is.EqualTo(hash));
    }

    [Test]
    public void A_changed_file_an_unknown_file_a_lost_case_and_a_thin_family_are_refused()
    {
        Assert.That(
            () => Written.Check("a.parquet", [1, 2, 4]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("SHA-256")
        );
        Assert.That(
            () => Written.Check("b.parquet", [1, 2, 3]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("not in the manifest")
        );
        Assert.That(
            () => Written.CheckCases([]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("never hold fewer than 1")
        );
        Assert.That(
            () => Written.CheckCases([One with { Id = "renamed" }]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("has lost case")
        );
    }

    [Test]
    public void A_newer_version_and_no_manifest_are_refused()
    {
        var newer = (Written with { FormatVersion = 2 }).ToJson();
        Assert.That(
            () => Manifest.Read(newer, "m"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("format version 2")
        );
        Assert.That(
            () => Manifest.Read("{", "m"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("no manifest")
        );
        Assert.That(
            () => Manifest.Read("{}", "m"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("no manifest")
        );
    }
}
