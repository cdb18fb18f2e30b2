namespace Mlp.Data.Tests;

public sealed class TextTableTests
{
    [Test]
    public void Csv_is_read_as_it_stands_with_the_line_of_each_row()
    {
        using var folder = new TestFolder();
        var table = TextTable.Read(
            folder.Write("t.csv", "a,b\n1,\"two\nlines, \"\"quoted\"\"\"\n,x\n")
        );

        Assert.That(table.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table["a"], Is.EqualTo(new[] { "1", "" }));
        Assert.That(table["b"], Is.EqualTo(new[] { "two\nlines, \"quoted\"", "x" }));
        Assert.That(table.Place(1), Is.EqualTo("line 4"));
        Assert.That(table.Gather([1]).Place(0), Is.EqualTo("line 4"));
    }

    [Test]
    public void A_table_without_lines_names_rows_also_when_some_are_taken_and_may_be_empty()
    {
        var table = new TextTable(
            "t",
            ["a"],
            [
                ["1", "2", "3"],
            ]
        );

        Assert.That(table.Rows, Is.EqualTo(3));
        Assert.That(table.Gather([2, 0])["a"], Is.EqualTo(new[] { "3", "1" }));
        Assert.That(table.Gather([2]).Place(0), Is.EqualTo("row 0"));
        Assert.That(new TextTable("t", [], []).Rows, Is.Zero);
    }

    [TestCase("a,a\n1,2\n", "'a' appears twice")]
    [TestCase("a,b\n1\n", "line 2: 1 fields; there are 2 columns")]
    [TestCase("", "empty")]
    [TestCase("a,b\n1,\"2", "cut off")]
    public void What_is_no_table_is_refused(string text, string why)
    {
        using var folder = new TestFolder();
        var path = folder.Write("t.csv", text);

        Assert.That(
            () => TextTable.Read(path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(why)
        );
    }

    [Test]
    public void Parquet_gives_numbers_that_read_back()
    {
        using var folder = new TestFolder();
        ParquetTable.Write(
            folder["t.parquet"],
            new([
                ("d", new[] { 0.1, double.NaN }),
                ("f", new[] { 0.1f, -0f }),
                ("l", new[] { long.MaxValue, -1 }),
                ("b", new byte[] { 0, 255 }),
            ])
        );

        var table = TextTable.Read(folder["t.parquet"]);

        Assert.That(table["d"], Is.EqualTo(new[] { "0.1", "NaN" }));
        Assert.That(table["f"], Is.EqualTo(new[] { "0.1", "-0" }));
        Assert.That(table["l"], Is.EqualTo(new[] { "9223372036854775807", "-1" }));
        Assert.That(table["b"], Is.EqualTo(new[] { "0", "255" }));
        Assert.That(table.Place(1), Is.EqualTo("row 1"));
    }

    [Test]
    public async Task Parquet_gives_texts_flags_and_nulls()
    {
        using var folder = new TestFolder();
        var text = new Parquet.Schema.DataField("text", typeof(string), isNullable: true);
        var flag = new Parquet.Schema.DataField("flag", typeof(bool), isNullable: true);
        await using (var stream = File.Create(folder["t.parquet"]))
        {
            await using var writer = await Parquet.ParquetWriter.CreateAsync(
                new(text, flag),
                stream
            );
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(text, new string?[] { "é", null, "" }!);
            await group.WriteAsync<bool>(flag, new bool?[] { true, null, false });
        }

        var table = TextTable.Read(folder["t.parquet"]);

        Assert.That(table["text"], Is.EqualTo(new[] { "é", "", "" }));
        Assert.That(table["flag"], Is.EqualTo(new[] { "true", "", "false" }));
    }

    [Test]
    public void A_column_that_is_not_there_is_refused_with_the_nearest()
    {
        using var folder = new TestFolder();
        var table = TextTable.Read(folder.Write("t.csv", "price,rooms\n1,2\n"));

        Assert.That(
            () => table["prise"],
            Throws.ArgumentException.With.Message.Contains("Nearest known: 'price'")
        );
    }
}
