namespace Mlp.Conformance.Mutants;

/// <summary>A mutant changes one place of a file, or says that it is stale.</summary>
public class MutantPlaceTests
{
    private static readonly Mutant Mutant = new(
        "minus_for_plus",
        "losses",
        "It subtracts",
        "Truth/Sum.cs",
        "sum + value",
        "sum - value"
    );

    [TestCase("return sum + value;", "return sum - value;")]
    [TestCase("return sum\n    + value;", "return sum - value;")] // as a formatter may break it
    public void Its_place_is_changed(string source, string changed) =>
        Assert.That(Mutant.Apply(source), Is.EqualTo(changed));

    [TestCase("return sum * value;", "0 times")]
    [TestCase("return sum + value + sum + value;", "2 times")]
    public void A_place_that_is_not_there_once_makes_it_stale(string source, string times) =>
        Assert.That(
            () => Mutant.Apply(source),
            Throws
                .InvalidOperationException.With.Message.Contains("stale")
                .And.Message.Contains(times)
        );

    [Test]
    public void A_file_that_is_not_there_makes_it_stale() =>
        Assert.That(
            () => new Compiled(Mutant with { File = "Truth/Nothing.cs" }),
            Throws.InvalidOperationException.With.Message.Contains("Truth/Nothing.cs")
        );
}
