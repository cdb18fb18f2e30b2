namespace Conform.Tests;

/// <summary><c>conform errors</c>: native is as exact as the reference, and a backend that is not exits 1.</summary>
public class ErrorsVerbTests
{
    // tolerances.md: the 99th percentile of error/bound of each family at most TorchSharp's + 0.05, and no error above twice
    // TorchSharp's and the warning.
    [Test]
    public void Native_is_no_worse_than_TorchSharp_in_any_family()
    {
        var (exit, output, error) = Tool.Conform("errors");

        Assert.That(exit, Is.Zero, output + error);
        foreach (var family in Mlp.Conformance.Families.All)
        {
            Assert.That(
                output,
                family is "splits" or "fit_real" // whole numbers; data that may not be here
                    ? Does.Contain("no worse")
                    : Does.Match($@"{family} .* no worse")
            );
        }
    }

    [Test]
    public void A_backend_that_is_worse_exits_1_and_its_cases_are_named()
    {
        using var folder = new ResultsFolder(Cases.Cancels, Cases.Whole);

        // Off by 1, where the other is right and the warning is at a half.
        var (exit, output, _) = folder.Conform(
            "errors",
            folder.Record("left.jsonl", [ResultsFolder.Plain]),
            folder.Record("right.jsonl", [ResultsFolder.Reversed])
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Match(@"dense +2 +0\.020 +0\.020 +0 +0 +1 +worse"));
        Assert.That(output, Does.Contain("dense: mine/cancels: error("));
    }

    [Test]
    public void Nothing_in_float32_exits_3()
    {
        using var folder = new ResultsFolder(
            Cases.Whole.Replace("float32", "float64", StringComparison.Ordinal)
        );

        Assert.That(folder.Conform("errors", "cpu", "torch:cpu").Exit, Is.EqualTo(3));
    }
}
