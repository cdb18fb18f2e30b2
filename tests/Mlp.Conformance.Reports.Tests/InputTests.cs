using System.Runtime.CompilerServices;
using Mlp.Data;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>What a report is made of beside results.</summary>
public class InputTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("inputs").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    // The page is written by a test of another project: this holds the two forms together.
    [Test]
    public void Every_row_of_the_page_of_mutants_is_read()
    {
        var path = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "mutants.md")
        );
        var rows = MutantPage.Read(path);
        var killed = File.ReadLines(path)
            .Single(line => line.EndsWith("are killed:", StringComparison.Ordinal));

        Assert.That(
            killed,
            Is.EqualTo($"{rows.Count(row => row.Killers > 0)} of {rows.Count} are killed:")
        );
        Assert.That(rows.Select(row => row.Family).Distinct(), Is.SubsetOf(Families.All));
        Assert.That(
            rows.Select(row => row.First).OfType<string>().Distinct(),
            Is.SubsetOf(Fixtures.All.Select(value => value.Id))
        );
        Assert.That(rows.Select(row => row.Wrong), Has.None.Contain("\\"));
    }

    [Test]
    public void A_page_without_the_table_is_refused_by_name()
    {
        var path = Write("other.md", "# Something else");

        Assert.That(
            () => MutantPage.Read(path),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(path)
        );
    }

    [Test]
    public void A_row_of_another_form_is_refused_by_line()
    {
        var path = Write(
            "rows.md",
            "| what it does | family | mutant | first killing case | killed by |\n| --- |\n| only this |\n"
        );

        Assert.That(
            () => MutantPage.Read(path),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("line 3")
        );
    }

    [TestCase("history.csv")]
    [TestCase("history.parquet")]
    public void A_history_is_read_as_training_leaves_it(string name)
    {
        var history = new History([
            new(0, Logs(0.7, double.NaN), 0.01, 1),
            new(1, Logs(0.5, 0.25), 0.01, 1),
        ]);
        var path = Path.Combine(folder, name);
        if (name.EndsWith(".csv", StringComparison.Ordinal))
        {
            history.SaveCsv(path);
        }
        else
        {
            history.SaveParquet(path);
        }

        var read = HistoryFile.Read(path, "iris", "cpu");

        Assert.That(read.Epochs, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(read.Figures.Keys, Is.EqualTo(new[] { "loss", "val_loss" }));
        Assert.That(read.Figures["loss"], Is.EqualTo(new[] { 0.7, 0.5 }));
        Assert.That(read.Figures["val_loss"], Is.EqualTo(new[] { double.NaN, 0.25 }));

        static Logs Logs(double loss, double validation) =>
            new(("loss", loss), ("val_loss", validation));
    }

    [Test]
    public void Another_table_is_no_history()
    {
        var path = Write("table.csv", "a,b\n1,2\n");

        Assert.That(
            () => HistoryFile.Read(path, "t", "s"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("columns epoch and loss")
        );
    }

    [Test]
    public void A_word_in_a_history_is_refused_by_line_and_column()
    {
        var path = Write("words.csv", "epoch,loss\n0,0.5\n1,much\n");

        Assert.That(
            () => HistoryFile.Read(path, "t", "s"),
            Throws
                .TypeOf<InvalidDataException>()
                .With.Message.Contains("line 3, column 'loss': 'much' is no number")
        );
    }

    [Test]
    public void A_refusal_is_one_line_whatever_the_history_holds()
    {
        var path = Write("lines.csv", "epoch,loss\n0,\"mu\nch\"\n");

        Assert.That(
            () => HistoryFile.Read(path, "t", "s"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("'mu ch' is no number")
        );
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
