using Mlp.Data;

namespace Conform.Tests;

/// <summary><c>conform compare</c>: cases and trainings side by side.</summary>
public class CompareVerbTests
{
    [Test]
    public void Files_are_laid_side_by_side_and_the_farthest_case_is_named()
    {
        using var folder = new ResultsFolder(Cases.Cancels, Cases.Whole, Cases.Loss);

        var (exit, output, error) = folder.Conform(
            "compare",
            folder.Record("left.parquet", [ResultsFolder.Plain]),
            folder.Record("right.jsonl", [ResultsFolder.Reversed])
        );

        Assert.That(exit, Is.Zero, error);
        // compared, equal, inside noise, apart, gap/bound, error/bound of both
        Assert.That(output, Does.Match(@"dense +2 +1 +0 +1 +0\.020 +0\.020 +0\s"));
        Assert.That(output, Does.Match(@"losses +1 +1 +0 +0 +0 "));
        Assert.That(output, Does.Match(@"mine/cancels +y, index 0 +0 +1 +1\.0e\+0"));
    }

    [Test]
    public void Trainings_of_two_backends_show_losses_weights_and_where_they_part()
    {
        var (exit, output, error) = Tool.Conform(
            "compare",
            "cpu",
            "torch:cpu",
            "--id",
            "fit/fit/sparse_softmax",
            "--id",
            "history/fit_history/validation"
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(output, Does.Match(@"fit/fit/sparse_softmax +3 +\d\.\d+ +\d\.\d+ .* none"));
        Assert.That(output, Does.Contain("0 of 2 trainings diverge by more than noise."));
    }

    [Test]
    public void A_real_training_is_compared_epoch_by_epoch()
    {
        Assume.That(
            CaliforniaHousing.IsAvailable(),
            "california-housing is not here; set MLP_DATA."
        );

        var (exit, output, error) = Tool.Conform(
            "compare",
            "cpu",
            "cpu:v128",
            "--train",
            "california-housing",
            "--epochs",
            "2"
        );

        Assert.That(exit, Is.Zero, error);
        // Bitwise equal on every path.
        Assert.That(output, Does.Match(@"1 +(\d\.\d+) +\1 +0 +0"));
        Assert.That(output, Does.Match(@"2 +(\d\.\d+) +\1 +0 +0"));
        Assert.That(output, Does.Not.Contain("first divergence"));
    }

    [Test]
    public void A_backend_in_an_assembly_is_trained_as_any_other()
    {
        Assume.That(
            CaliforniaHousing.IsAvailable(),
            "california-housing is not here; set MLP_DATA."
        );

        var (exit, output, error) = Tool.Conform(
            "compare",
            "cpu",
            Path.Combine(AppContext.BaseDirectory, "Misbehaving.dll") + "@MisbehavingBackend",
            "--train",
            "california-housing",
            "--epochs",
            "1"
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(output, Does.Contain("california-housing, seed 0"));
    }

    [Test]
    public void A_file_cannot_train_and_says_so()
    {
        using var folder = new ResultsFolder(Cases.Whole);
        var file = folder.Record("left.jsonl", [ResultsFolder.Plain]);

        var (exit, _, error) = Tool.Conform(
            "compare",
            file,
            "cpu",
            "--train",
            "california-housing"
        );

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain("left.jsonl").And.Contain("--train"));
    }

    [Test]
    public void Files_without_common_cases_exit_3()
    {
        using var folder = new ResultsFolder(Cases.Whole, Cases.Loss);

        Assert.That(
            folder
                .Conform(
                    "compare",
                    folder.Record("one.jsonl", [ResultsFolder.Plain], "mine/whole"),
                    folder.Record("other.jsonl", [ResultsFolder.Plain], "mine/loss")
                )
                .Exit,
            Is.EqualTo(3)
        );
    }
}
