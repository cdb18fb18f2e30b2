namespace Mlp.Data.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryFilesTests : IDisposable
{
    private static readonly History History = new([
        new(0, new(("loss", 0.1), ("val_loss", double.NaN)), 0.01, 1.0 / 3),
        new(1, new(("loss", 1.0 / 3), ("val_loss", double.PositiveInfinity)), 0.005, 2),
    ]);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Csv_and_Parquet_hold_the_same_columns_to_the_bit()
    {
        History.SaveCsv(folder["history.csv"]);
        History.SaveParquet(folder["history.parquet"]);

        foreach (
            var table in new[]
            {
                Csv.Read(folder["history.csv"]),
                ParquetTable.Read(folder["history.parquet"]),
            }
        )
        {
            Assert.That(
                table.Names,
                Is.EqualTo(new[] { "epoch", "loss", "val_loss", "learning_rate", "seconds" })
            );
            Assert.That(
                table.ToMatrix().Values.ToArray(),
                Is.EqualTo(
                    new[]
                    {
                        0,
                        0.1,
                        double.NaN,
                        0.01,
                        1.0 / 3,
                        1,
                        1.0 / 3,
                        double.PositiveInfinity,
                        0.005,
                        2,
                    }
                )
            );
        }

        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(2));
    }

    [Test]
    public void Any_name_of_a_figure_comes_back_from_Csv()
    {
        string[] keys = ["a,b", "the \"best\"", "\"", "two\nlines", "two\r\nlines", "\r", ""];
        new History([new(0, new(keys.Select((key, i) => (key, (double)i))), 0.01, 2)]).SaveCsv(
            folder["history.csv"]
        );

        var table = Csv.Read(folder["history.csv"]);

        Assert.That(
            table.Names,
            Is.EqualTo((string[])["epoch", .. keys, "learning_rate", "seconds"])
        );
        Assert.That(keys.Select(key => table[key][0]), Is.EqualTo(Enumerable.Range(0, 7)));
    }

    [Test]
    public void Saving_again_replaces_the_file()
    {
        History.SaveCsv(folder["history.csv"]);
        new History([History.Epochs[0]]).SaveCsv(folder["history.csv"]);

        Assert.That(Csv.Read(folder["history.csv"]).Rows, Is.EqualTo(1));
    }
}
