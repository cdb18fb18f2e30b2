using System.Text.RegularExpressions;
using Mlp.Data;

namespace Conform.Tests;

/// <summary><c>conform train --resume</c> with a saved model and the table that it was trained on.</summary>
public sealed class ResumedTableTests : TableFolder
{
    [Test]
    public void A_saved_model_goes_on_in_one_run()
    {
        var table = Write("flowers.csv", Flowers(20));
        var model = In("m.safetensors");
        Tool.Conform("train", table, "--target", "kind", "--epochs", "1", "--save", model);

        string[] resume = ["train", table, "--target", "kind", "--epochs", "2", "--resume", model];
        var (exit, _, error) = Tool.Conform([.. resume, "--runs", "2"]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("--runs 2 was given with --resume"));
        Assert.That(Tool.Conform(resume).ExitCode, Is.Zero);
    }

    [TestCase("cpu")]
    [TestCase("torch:cpu")]
    public void A_training_that_is_resumed_leaves_the_same_file_as_one_that_was_not_interrupted(
        string backend
    )
    {
        var table = Write("flowers.csv", Flowers(60));
        var (once, first, second) = (
            In("once.safetensors"),
            In("a.safetensors"),
            In("b.safetensors")
        );
        string[] train = ["train", table, "--target", "kind", "--backend", backend];
        string[] choices =
        [
            "--optimizer",
            "adam",
            "--class-weight",
            "balanced",
            "--batch-size",
            "7",
            "--seed",
            "3",
        ];

        Assert.That(
            Tool.Conform([.. train, .. choices, "--epochs", "4", "--save", once]).ExitCode,
            Is.Zero
        );
        Assert.That(
            Tool.Conform([.. train, .. choices, "--epochs", "2", "--save", first]).ExitCode,
            Is.Zero
        );
        var (exit, output, error) = Tool.Conform([
            .. train,
            "--resume",
            first,
            "--epochs",
            "4",
            "--save",
            second,
        ]);

        Assert.That(exit, Is.Zero, error);
        Assert.That(output, Does.Contain("Epoch 3/4").And.Not.Contain("Epoch 2/4"));
        Assert.That(File.ReadAllBytes(first), Is.Not.EqualTo(File.ReadAllBytes(once)));
        Assert.That(File.ReadAllBytes(second), Is.EqualTo(File.ReadAllBytes(once)));
    }

    [Test]
    public void A_training_is_not_resumed_on_other_rows_or_with_other_choices()
    {
        var table = Write("flowers.csv", Flowers(60));
        var model = In("m.safetensors");
        string[] train = ["train", table, "--target", "kind"];
        Assert.That(Tool.Conform([.. train, "--epochs", "2", "--save", model]).ExitCode, Is.Zero);

        foreach (
            var (options, why) in new (string[], string)[]
            {
                (["--epochs", "2"], "trained for 2 already"),
                (["--epochs", "3", "--hidden", "9"], "other layers"),
                (["--epochs", "3", "--optimizer", "adam"], "optimizer Sgd"),
                (["--epochs", "3", "--batch-size", "9"], "batch size 32"),
            }
        )
        {
            var refused = Tool.Conform([.. train, "--resume", model, .. options]);
            Assert.That(refused.ExitCode, Is.EqualTo(2));
            Assert.That(refused.Error, Does.Contain(why));
        }

        File.WriteAllText(table, Flowers(60).Replace("red", "green", StringComparison.Ordinal));
        Assert.That(
            Tool.Conform([.. train, "--resume", model, "--epochs", "3"]).Error,
            Does.Contain("held then")
        );
    }

    // Columns of texts have no mean and no scale that other rows would move.
    [Test]
    public void A_training_on_texts_alone_is_not_resumed_on_other_rows()
    {
        var table = Write("words.csv", Words(200, 1));
        var model = In("m.safetensors");
        string[] train = ["train", table, "--target", "kind", "--texts", "x", "--ignore", "w"];
        Assert.That(Tool.Conform([.. train, "--epochs", "1", "--save", model]).ExitCode, Is.Zero);
        string[] resume = [.. train, "--resume", model, "--epochs", "2"];

        Refused([.. resume, "--test", "0.4"]);
        Assert.That(Tool.Conform(resume).ExitCode, Is.Zero);
        foreach (var (rows, shift) in new[] { (500, 1), (200, 2) })
        {
            File.WriteAllText(table, Words(rows, shift));
            Refused(resume);
        }

        void Refused(string[] arguments)
        {
            var (exit, _, error) = Tool.Conform(arguments);
            Assert.That(exit, Is.EqualTo(2), error);
            Assert.That(error, Does.Contain("other rows of words.csv"));
        }
    }

    [Test]
    public void Weights_of_rows_are_a_part_of_them_for_a_training_that_is_resumed()
    {
        var table = Write("words.csv", Words(60, 1));
        var model = In("m.safetensors");
        string[] train = ["train", table, "--target", "kind", "--texts", "x"];
        Assert.That(
            Tool.Conform([.. train, "--ignore", "w", "--epochs", "1", "--save", model]).ExitCode,
            Is.Zero
        );

        var (exit, _, error) = Tool.Conform([
            .. train,
            "--weights-column",
            "w",
            "--resume",
            model,
            "--epochs",
            "2",
        ]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("other rows of words.csv"));
    }

    [Test]
    public void A_model_saved_before_a_hash_of_its_rows_was_kept_goes_on()
    {
        var table = Write("words.csv", Words(60, 1));
        var model = In("m.safetensors");
        string[] train = ["train", table, "--target", "kind", "--texts", "x"];
        Assert.That(Tool.Conform([.. train, "--epochs", "1", "--save", model]).ExitCode, Is.Zero);
        var saved = SavedModel.Load(model);
        var notes = Regex.Replace(saved.Notes["conform"], @",""Rows"":""[0-9a-f]{64}""", "");
        Assert.That(notes, Is.Not.EqualTo(saved.Notes["conform"]));
        (saved with { Notes = new Dictionary<string, string> { ["conform"] = notes } }).Save(model);

        var (exit, _, error) = Tool.Conform([.. train, "--resume", model, "--epochs", "2"]);

        Assert.That(exit, Is.Zero, error);
    }
}
