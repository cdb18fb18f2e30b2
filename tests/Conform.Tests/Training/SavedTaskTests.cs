using Mlp.Data;

namespace Conform.Tests;

/// <summary>A saved model under <c>conform evaluate</c> and <c>predict</c>: the rows it takes, and those it refuses.</summary>
public sealed class SavedTaskTests : TableFolder
{
    [TestCase("cpu")]
    [TestCase("torch:cpu")]
    public void A_model_of_a_data_set_is_evaluated_on_the_test_rows_of_its_seed(string backend)
    {
        Assume.That(CaliforniaHousing.IsAvailable(), "The data is not here; set MLP_DATA.");
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
}
