using System.Text.Json;
using Conform.Training;
using Mlp.Data;

namespace Conform.Tests;

/// <summary>What a table must hold to be learnt from, and what its columns are taken as.</summary>
public sealed class TableProblemTests : TableFolder
{
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
}
