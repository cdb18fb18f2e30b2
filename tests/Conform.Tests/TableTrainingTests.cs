using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conform.Training;
using Mlp.Data;

namespace Conform.Tests;

/// <summary><c>conform train</c>, <c>evaluate</c> and <c>predict</c> on a user's own table, start to end.</summary>
public class TableTrainingTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("conform").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

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

    [TestCase("cpu")]
    [TestCase("torch:cpu")]
    public void A_model_of_a_data_set_is_evaluated_on_the_test_rows_of_its_seed(string backend)
    {
        Assume.That(
            Mlp.Data.CaliforniaHousing.IsAvailable(),
            "The data is not here; set MLP_DATA."
        );
        var model = In("m.safetensors");
        string[] train = ["train", "california-housing", "--epochs", "1", "--seed", "4"];

        var trained = Tool.Conform([.. train, "--save", model, "--backend", backend]);
        var evaluated = Tool.Conform("evaluate", model, "california-housing", "--backend", backend);

        var test = trained
            .Output.Split('\n')
            .Single(line => line.StartsWith("test - ", StringComparison.Ordinal));
        Assert.That(
            evaluated.Output,
            Does.Contain(test["test - ".Length..].Trim()),
            evaluated.Error
        );
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

    [TestCase(
        "x,y\n1,a\n,b\n3,a\n4,b\n5,a\n6,b\n",
        "line 3: column 'x' has no value; 1 of 6 rows lack one"
    )]
    [TestCase(
        "x,y\n1,a\ntwo,b\n3,a\n4,b\n5,a\n",
        "column 'x' holds numbers ('1' in line 2) and texts ('two' in line 3)"
    )]
    [TestCase("x,y\n1,a\n2,a\n3,a\n4,a\n5,a\n", "'a' in every row; there is one class alone")]
    [TestCase("x,y\n1,a\n2,b\n", "2 whole rows; 5 are the least")]
    [TestCase("xxx,yy\n1,a\n2,b\n3,a\n4,b\n5,a\n", "Nearest known: 'yy'")]
    [TestCase("y\na\nb\na\nb\na\n", "no column left to learn from")]
    [TestCase("x,y\n1,a\n2,\"b\nc\n", "cut off")]
    [TestCase("x,y\n1,a\n2,b,c\n", "3 fields; there are 2 columns")]
    public void A_table_that_cannot_be_learnt_from_exits_2_with_one_line(string text, string why)
    {
        var (exit, output, error) = Tool.Conform("train", Write("t.csv", text), "--target", "y");

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain(why));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(output, Is.Empty);
    }

    // Leaving it out is no advice for what is to be predicted.
    [Test]
    public void A_target_of_numbers_and_words_is_refused_and_taken_as_texts_where_that_is_asked_for()
    {
        string[] kinds = ["1", "2", "other"];
        var rows = Enumerable.Range(0, 60).Select(i => $"{i % 3},{kinds[i % 3]}\n");
        var table = Write("t.csv", "x,kind\n" + string.Concat(rows));
        var model = In("m.safetensors");
        string[] train = ["train", table, "--target", "kind", "--epochs", "1", "--save", model];

        var refused = Tool.Conform(train);
        var trained = Tool.Conform([.. train, "--texts", "kind"]);

        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(
            refused.Error,
            Does.Contain(
                    "column 'kind' holds numbers ('1' in line 2) and texts ('other' in line 4)"
                )
                .And.Contain("--texts kind")
                .And.Not.Contain("--ignore")
        );
        Assert.That(trained.ExitCode, Is.Zero, trained.Error);
        Assert.That(trained.Output, Does.Contain("outputs         3, softmax"));

        var evaluated = Tool.Conform("evaluate", model, table, "--json");
        Assert.That(evaluated.ExitCode, Is.Zero, evaluated.Error);
        using var json = JsonDocument.Parse(evaluated.Output);
        Assert.That(
            json.RootElement.GetProperty("classes").EnumerateArray().Select(c => c.GetString()),
            Is.EqualTo(kinds)
        );
    }

    // As numbers they would be two classes.
    [Test]
    public void Codes_of_a_target_that_are_taken_as_texts_are_told_apart_as_they_stand()
    {
        string[] codes = ["01", "1", "2"];
        var rows = Enumerable.Range(0, 60).Select(i => $"{i % 3},{codes[i % 3]}\n");
        var table = Write("t.csv", "x,code\n" + string.Concat(rows));
        var model = In("m.safetensors");

        var trained = Tool.Conform(
            "train",
            table,
            "--target",
            "code",
            "--texts",
            "code",
            "--epochs",
            "1",
            "--save",
            model
        );
        var evaluated = Tool.Conform("evaluate", model, table, "--json");

        Assert.That(trained.ExitCode, Is.Zero, trained.Error);
        Assert.That(evaluated.ExitCode, Is.Zero, evaluated.Error);
        using var json = JsonDocument.Parse(evaluated.Output);
        var counts = json
            .RootElement.GetProperty("confusion")
            .EnumerateArray()
            .Select(row => row.EnumerateArray().Sum(count => count.GetInt32()));
        Assert.That(counts, Is.EqualTo(new[] { 20, 20, 20 }));
    }

    [Test]
    public void Rows_that_lack_a_value_can_be_left_out()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{"ab"[i % 2]}\n"));
        var (exit, output, error) = Tool.Conform(
            "train",
            Write("t.csv", "x,y\n,a\n" + rows),
            "--target",
            "y",
            "--missing",
            "drop",
            "--epochs",
            "1"
        );

        Assert.That(exit, Is.Zero, error);
        Assert.That(output, Does.Contain("12 rows to train, 4 to validate, 4 to test"));
    }

    [TestCase("evaluate")]
    [TestCase("predict")]
    public void A_row_that_lacks_a_value_is_named_where_none_can_be_left_out(string verb)
    {
        var model = In("m.safetensors");
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{"ab"[i % 2]}\n"));
        var trained = Tool.Conform(
            "train",
            Write("t.csv", "x,y\n" + rows),
            "--target",
            "y",
            "--epochs",
            "1",
            "--save",
            model
        );
        Assert.That(trained.ExitCode, Is.Zero, trained.Error);

        var (exit, _, error) = Tool.Conform(verb, model, Write("gap.csv", "x,y\n1,a\n,b\n"));

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(
            error,
            Does.Contain("line 3: column 'x' has no value; fill it in, or take such rows out")
                .And.Not.Contain("--missing")
        );
    }

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
        Assert.That(Directory.GetFileSystemEntries(folder), Is.EqualTo(new[] { table }));
    }

    [TestCase(
        "--texts kind --loss mse",
        "--texts takes the target 'kind' as classes, and mean_squared_error needs a number"
    )]
    [TestCase("--ignore kind", "--target and --ignore both name column 'kind'")]
    [TestCase("--weights-column kind", "--target and --weights-column both name column 'kind'")]
    [TestCase(
        "--weights-column w --ignore w",
        "--weights-column and --ignore both name column 'w'"
    )]
    [TestCase("--texts w,kind --ignore w", "--ignore and --texts both name column 'w'")]
    [TestCase("--texts w --weights-column w", "--weights-column and --texts both name column 'w'")]
    public void What_cannot_be_done_together_with_a_column_exits_2_with_one_line(
        string options,
        string why
    )
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 3},{i % 2}\n"));
        var (exit, _, error) = Tool.Conform([
            "train",
            Write("t.csv", "x,w,kind\n" + rows),
            "--target",
            "kind",
            "--epochs",
            "1",
            .. options.Split(' '),
        ]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain(why));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
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

    // A product of 32 bits would be below zero.
    [Test]
    public void A_table_of_more_inputs_than_an_array_holds_is_refused()
    {
        const int Rows = 2_147_484;
        var texts = Enumerable.Range(0, 1_000).Select(i => $"{i}").ToArray();
        var preparation = new Preparation([new("x", null, null, texts)], "y");
        var table = TextTable.Read(
            Write("t.csv", "x\n" + string.Concat(Enumerable.Repeat("7\n", Rows)))
        );

        Assert.That(
            () => preparation.Transform(table),
            Throws
                .InstanceOf<InvalidDataException>()
                .With.Message.Contains($"{Rows} rows of 1000 inputs")
        );
    }

    [Test]
    public void A_model_file_that_is_none_is_refused_by_both_verbs()
    {
        var table = Write("flowers.csv", Flowers(20));
        foreach (var verb in new[] { "evaluate", "predict" })
        {
            var (exit, _, error) = Tool.Conform(verb, table, table);

            Assert.That(exit, Is.EqualTo(2));
            Assert.That(error.TrimEnd(), Does.Contain("flowers.csv").And.Not.Contain("\n"));
        }
    }

    [Test]
    public void Rows_that_do_not_fit_the_model_are_refused()
    {
        var model = In("m.safetensors");
        var table = Write("flowers.csv", Flowers(20));
        Assert.That(
            Tool.Conform(
                "train",
                table,
                "--target",
                "kind",
                "--epochs",
                "1",
                "--save",
                model
            ).ExitCode,
            Is.Zero
        );

        foreach (
            var (rows, why) in new[]
            {
                ("widht,length,colour,kind\n1,1,red,small\n", "Nearest known: 'widht'"),
                ("width,length,colour,kind\nx,1,red,small\n", "line 2: column 'width' holds 'x'"),
                (
                    "width,length,colour,kind\n1,1,red,tiny\n",
                    "'tiny', which is none of the classes large, small"
                ),
            }
        )
        {
            var (exit, _, error) = Tool.Conform("evaluate", model, Write("new.csv", rows));
            Assert.That(exit, Is.EqualTo(2));
            Assert.That(error, Does.Contain(why));
        }
    }

    // A weight, a code and a class: of any number of rows the same codes and classes.
    private static string Words(int rows, int shift) =>
        "w,x,kind\n"
        + string.Concat(
            Enumerable
                .Range(0, rows)
                .Select(i => $"{1 + (i % 2)},{i % 4},{"uv"[(i / 4 + (shift * i)) % 2]}\n")
        );

    private static string Flowers(int rows)
    {
        var random = new Random(5);
        var lines = Enumerable
            .Range(0, rows)
            .Select(i =>
            {
                var large = i % 2 == 0;
                var size = (large ? 6 : 2) + random.NextDouble();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size:F3},{size + random.NextDouble():F3},{(i % 3 == 0 ? "red" : "blue")},{(large ? "large" : "small")}\n"
                );
            });
        return "width,length,colour,kind\n" + string.Concat(lines);
    }

    private string In(string name) => Path.Combine(folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }
}
