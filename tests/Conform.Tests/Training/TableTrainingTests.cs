using System.Text.Json;

namespace Conform.Tests;

/// <summary><c>conform train</c> on a user's own table, start to end.</summary>
public sealed class TableTrainingTests : TableFolder
{
    [Test]
    public void A_table_is_trained_saved_evaluated_and_predicted()
    {
        var table = Write("flowers.csv", Flowers(120));
        var (model, curves, history) = (In("m.safetensors"), In("c.svg"), In("h.csv"));

        var (exit, output, error) = Tool.Conform(
            "train",
            table,
            "--target",
            "kind",
            "--hidden",
            "8",
            "--optimizer",
            "adam",
            "--rate",
            "0.05",
            "--epochs",
            "20",
            "--save",
            model,
            "--curves",
            curves,
            "--history",
            history
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(
            output,
            Does.Contain("72 rows to train, 24 to validate, 24 to test")
                .And.Contain("hidden layers   8, relu")
                .And.Contain("inputs          4") // two numbers, two colours
                .And.Contain("optimizer       adam")
                .And.Contain("learning rate   0.05")
                .And.Contain("Classes of the training rows")
                .And.Contain("Epoch 20/20")
                .And.Contain("rows/s")
                .And.Contain("+ Training loss falls")
        );
        Assert.That(File.ReadAllText(curves), Does.StartWith("<svg ").And.Contain("val_accuracy"));
        Assert.That(File.ReadAllLines(history), Has.Length.EqualTo(21));
        Assert.That(
            File.ReadAllLines(history)[0],
            Does.StartWith("epoch,loss,accuracy,val_loss,val_accuracy")
        );

        var evaluated = Tool.Conform("evaluate", model, table, "--json");
        Assert.That(evaluated.ExitCode, Is.Zero, evaluated.Error);
        using var json = JsonDocument.Parse(evaluated.Output);
        Assert.That(json.RootElement.GetProperty("rows").GetInt32(), Is.EqualTo(120));
        Assert.That(
            json.RootElement.GetProperty("logs").GetProperty("accuracy").GetDouble(),
            Is.GreaterThan(0.9)
        );
        var confusion = json
            .RootElement.GetProperty("confusion")
            .EnumerateArray()
            .Select(row => row.EnumerateArray().Sum(count => count.GetInt32()));
        Assert.That(confusion, Is.EqualTo(new[] { 60, 60 }));

        var shown = Tool.Conform("evaluate", model, table);
        Assert.That(
            shown.Output,
            Does.Contain("true \\ predicted").And.Contain("large").And.Contain("accuracy")
        );

        // Without the target, and with a colour that was never seen.
        var unseen = Write("new.csv", "width,length,colour\n9,9,red\n1,1,green\n");
        foreach (var backend in new[] { "cpu", "torch:cpu", "ort" })
        {
            var predicted = Tool.Conform("predict", model, unseen, "--backend", backend);
            Assert.That(predicted.ExitCode, Is.Zero, predicted.Error);
            Assert.That(
                predicted.Output.Split('\n')[0],
                Does.Match(@"^large  \[[01]\.\d\d, [01]\.\d\d\]")
            );
            Assert.That(predicted.Output.Split('\n')[1], Does.StartWith("small"));
        }
    }

    [Test]
    public void A_number_is_a_regression_and_comes_out_as_one()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i},{(2 * i) + 1}.5\n");
        var table = Write("line.csv", "x,y\n" + string.Concat(rows));
        var model = In("m.safetensors");

        var trained = Tool.Conform(
            "train",
            table,
            "--target",
            "y",
            "--hidden",
            "none",
            "--optimizer",
            "adam",
            "--rate",
            "1",
            "--epochs",
            "60",
            "--batch-size",
            "8",
            "--save",
            model
        );
        Assert.That(trained.ExitCode, Is.Zero, trained.Error);
        Assert.That(
            trained.Output,
            Does.Contain("loss            mean_squared_error").And.Not.Contain("Classes")
        );

        var predicted = Tool.Conform("predict", model, Write("new.csv", "x\n10\n"), "--json");
        using var json = JsonDocument.Parse(predicted.Output);
        Assert.That(
            json.RootElement.GetProperty("value")[0].GetDouble(),
            Is.EqualTo(21.5).Within(2)
        );
    }

    [Test]
    public void A_binary_crossentropy_has_one_output()
    {
        var table = Write("flowers.csv", Flowers(60));
        var model = In("m.safetensors");

        var trained = Tool.Conform(
            "train",
            table,
            "--target",
            "kind",
            "--loss",
            "binary_crossentropy",
            "--optimizer",
            "adam",
            "--rate",
            "0.05",
            "--epochs",
            "20",
            "--save",
            model
        );
        Assert.That(trained.Output, Does.Contain("outputs         1, sigmoid"), trained.Error);

        var shown = Tool.Conform("evaluate", model, table);
        Assert.That(shown.Output, Does.Contain("large").And.Contain("small"), shown.Error);
    }

    [Test]
    public void Balanced_weights_and_a_column_of_weights_are_taken()
    {
        var rows = Enumerable
            .Range(0, 100)
            .Select(i => $"{i % 10},{(i % 10 == 0 ? "rare" : "common")},{(i % 2) + 1}\n");
        var table = Write("t.csv", "x,y,trust\n" + string.Concat(rows));

        var (exit, output, error) = Tool.Conform(
            "train",
            table,
            "--target",
            "y",
            "--class-weight",
            "balanced",
            "--weights-column",
            "trust",
            "--epochs",
            "2"
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(
            output,
            Does.Contain("class weights   balanced")
                .And.Contain("sample weights  from a column")
                .And.Contain("inputs          1") // trust is no input
                .And.Match(@"rare +6 rows +10\.0 %  weight 5\.000")
        );
    }

    [Test]
    public void A_training_that_diverges_exits_1_says_so_and_saves_no_NaN()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i},{1000 * i}\n");
        var table = Write("line.csv", "x,y\n" + string.Concat(rows));
        var model = In("m.safetensors");

        var (exit, output, error) = Tool.Conform(
            "train",
            table,
            "--target",
            "y",
            "--rate",
            "1000",
            "--epochs",
            "20",
            "--save",
            model
        );

        Assert.That(exit, Is.EqualTo(1), error);
        Assert.That(output, Does.Contain("training diverged. Lower the learning rate"));
        Assert.That(output, Does.Not.Contain("Epoch 20/20"));
        Assert.That(error, Is.Empty);
    }
}
