namespace Mlp.Tests;

public class HistoryTests
{
    private static readonly History Two = new([
        new(0, new Logs(("loss", 0.1), ("val_loss", 1 / 3.0)), 0.01, 1.5),
        new(1, new Logs(("loss", double.NaN), ("val_loss", 2)), 0.005, 1.25),
    ]);

    [Test]
    public void A_figure_is_listed_over_the_epochs() =>
        Assert.That(Two["val_loss"], Is.EqualTo([1 / 3.0, 2]));

    [Test]
    public void Numbers_in_the_csv_read_back_as_the_same_doubles() =>
        Assert.That(
            Two.ToCsv(),
            Is.EqualTo(
                "epoch,loss,val_loss,learning_rate,seconds\n0,0.1,0.3333333333333333,0.01,1.5\n1,NaN,2,0.005,1.25\n"
            )
        );

    [TestCase("a,b", "\"a,b\"")]
    [TestCase("the \"best\"", "\"the \"\"best\"\"\"")]
    [TestCase("two\nlines", "\"two\nlines\"")]
    [TestCase("two\rlines", "\"two\rlines\"")]
    [TestCase("plain name", "plain name")]
    public void A_name_stands_in_quotes_where_the_csv_would_break(string key, string field) =>
        Assert.That(
            new History([new(0, new Logs((key, 1)), 0.01, 2)]).ToCsv(),
            Is.EqualTo($"epoch,{field},learning_rate,seconds\n0,1,0.01,2\n")
        );

    [Test]
    public void The_table_has_one_line_an_epoch_under_a_header() =>
        Assert.That(Two.ToTable().TrimEnd().Split('\n'), Has.Length.EqualTo(3));

    [Test]
    public void Columns_of_the_table_are_aligned() =>
        Assert.That(
            Two.ToTable().TrimEnd().Split('\n').Select(line => line.Length).Distinct(),
            Has.Exactly(1).Items
        );

    [Test]
    public void A_history_without_epochs_says_so()
    {
        Assert.That(new History([]).Keys, Is.Empty);
        Assert.That(new History([]).ToTable(), Is.EqualTo("no epochs\n"));
    }

    [Test]
    public void Figures_are_joined_in_order_and_none_twice()
    {
        var joined = new Logs(("loss", 1)).With(new Logs(("loss", 2), ("mae", 3)), "val_");

        Assert.That(joined.Keys, Is.EqualTo(new[] { "loss", "val_loss", "val_mae" }));
        Assert.That(joined.Values, Is.EqualTo(new[] { 1.0, 2, 3 }));
        Assert.That(
            () => new Logs(("loss", 1), ("mae", 2), ("loss", 3)),
            Throws.ArgumentException.With.Message.Contains("'loss' appears twice")
        );
    }

    [Test]
    public void Rows_as_given_are_counted_up()
    {
        var rows = new int[4];

        RowOrder.AsGiven.Fill(7, rows);

        Assert.That(rows, Is.EqualTo(new[] { 0, 1, 2, 3 }));
    }

    [Test]
    public void A_figure_of_an_unknown_name_names_the_nearest() =>
        Assert.That(
            () => Two["vall_loss"],
            Throws.ArgumentException.With.Message.Contains("'val_loss'")
        );
}
