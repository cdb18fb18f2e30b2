namespace Conform.Tests;

/// <summary>What <c>conform train</c> refuses of its options, before anything is written.</summary>
public sealed class TrainOptionsTests : TableFolder
{
    [TestCase("--save", "none/m.safetensors", "there is no folder")]
    [TestCase("--save", "m.bin", "its ending must be .safetensors")]
    [TestCase("--curves", "c.gif", "its ending must be .svg or .png")]
    [TestCase("--history", ".", "ending must be .csv or .parquet")]
    [TestCase("--optimizer", "adm", "adam")]
    [TestCase("--optimizer", "sgd momentum", "name=value")]
    [TestCase("--schedule", "ExponentialDecay decay_steps=10", "needs 'decay_rate'")]
    [TestCase("--loss", "msee", "Nearest known")]
    [TestCase("--hidden", "8,-1", "numbers from 1")]
    [TestCase("--activation", "rellu", "Nearest known: 'relu'")]
    [TestCase("--ignore", "wide", "Nearest known: 'width'")]
    [TestCase("--batch-size", "0", "at least 1")]
    [TestCase("--test", "1", "below 1 together")]
    [TestCase("--runs", "0", "at least 1 is needed")]
    public void What_cannot_be_done_exits_2_with_one_line_and_leaves_nothing(
        string option,
        string value,
        string why
    )
    {
        var table = Write("flowers.csv", Flowers(20));
        var given = option is "--save" or "--curves" or "--history" ? In(value) : value;

        var (exit, _, error) = Tool.Conform(
            "train",
            table,
            "--target",
            "kind",
            option,
            given,
            "--epochs",
            "1"
        );

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain(why));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.EqualTo(new[] { table }));
    }

    [TestCase("--target", "y")]
    [TestCase("--missing", "drop")]
    [TestCase("--validation", "0.3")]
    [TestCase("--test", "0.3")]
    public void Options_of_a_table_are_refused_for_a_data_set(string option, string value)
    {
        var (exit, _, error) = Tool.Conform("train", "california-housing", option, value);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.StartWith($"{option} was given; it is for tables of your own"));
    }

    [Test]
    public void A_table_without_a_target_or_that_is_not_there_is_refused()
    {
        var without = Tool.Conform("train", Write("flowers.csv", Flowers(20)));
        Assert.That((without.ExitCode, without.Error), Is.EqualTo((2, without.Error)));
        Assert.That(without.Error, Does.Contain("--target COLUMN"));

        var absent = Tool.Conform("train", "fashion-mnst");
        Assert.That(absent.ExitCode, Is.EqualTo(2));
        Assert.That(
            absent.Error,
            Does.Contain("'fashion-mnst' is no file").And.Contain("fashion-mnist")
        );
    }
}
