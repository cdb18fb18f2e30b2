using System.Text;

namespace Mlp.Data.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CsvTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase("a,b\n1,2\n-3.5e2,0.1\n")]
    [TestCase("a,b\r\n1,2\r\n-3.5e2,0.1\r\n")] // as Windows ends lines
    [TestCase("\uFEFFa,b\n1,2\n-3.5e2,0.1\n")] // as Excel begins files
    [TestCase("\"a\",b\n\"1\",\"2\"\r\n -3.5e2 ,0.1\n")]
    public void Numbers_are_read_with_a_point_whatever_the_line_ends_and_quotes(string text)
    {
        var table = Read(text);

        Assert.That(table.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table.Rows, Is.EqualTo(2));
        Assert.That(table.ToMatrix().Values.ToArray(), Is.EqualTo(new[] { 1, 2, -350, 0.1 }));
    }

    [Test]
    public void Every_double_is_read_back_to_the_bit()
    {
        var random = new System.Random(0);
        double[] values =
        [
            double.NaN,
            double.PositiveInfinity,
            double.NegativeInfinity,
            -0.0,
            double.Epsilon,
            double.MaxValue,
            .. Enumerable
                .Range(0, 1000)
                .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64()))
                .Where(double.IsFinite),
        ];
        var lines = values.Select(value =>
            value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        );

        var column = Read("x\n" + string.Join('\n', lines) + "\n")["x"].ToFloat64();

        Assert.That(
            Array.ConvertAll(column.Values.ToArray(), BitConverter.DoubleToInt64Bits),
            Is.EqualTo(Array.ConvertAll(values, BitConverter.DoubleToInt64Bits))
        );
    }

    // Replaced, Koln and Kuln with their two dots would be one class.
    [TestCase("")]
    [TestCase("\uFEFF")]
    public void Bytes_that_are_no_UTF8_are_refused(string mark)
    {
        var path = folder.Write(
            "latin.csv",
            [.. Encoding.UTF8.GetBytes(mark + "town\nK"), 0xF6, .. "ln\nK"u8, 0xFC, .. "ln\n"u8]
        );

        Assert.That(
            () => Csv.ReadTexts(path),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("no UTF-8")
        );
    }

    [Test]
    public void Columns_that_are_not_asked_for_may_hold_anything()
    {
        var table = Read("id,\"na\"\"me\",x\n1,\"a, \"\"b\"\"\nc\",2\n1,,3\n", ["x", "id"]);

        Assert.That(table.Names, Is.EqualTo(new[] { "x", "id" }));
        Assert.That(table.ToMatrix().Values.ToArray(), Is.EqualTo(new double[] { 2, 1, 3, 1 }));
        Assert.That(
            () => Read("id,\"na\"\"me\",x\n", ["na\"m"]),
            Throws.ArgumentException.With.Message.Contains("Nearest known: 'na\"me'")
        );
    }

    [Test]
    public void A_file_without_a_header_takes_the_names_given()
    {
        var table = Csv.Read(folder.Write("file", "1,2\n"), header: ["a", "b"]);

        Assert.That(table["b"][0], Is.EqualTo(2));
    }

    [Test]
    public void An_empty_field_is_refused_or_NaN()
    {
        Assert.That(
            () => Read("a,b\n1,2\n3,\n"),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("line 3, column 'b'")
        );
        var table = Csv.Read(folder.Write("file", "a,b\n1,2\n3, \n"), missing: MissingValues.AsNaN);
        Assert.That(table["b"][1], Is.NaN);
    }

    [TestCase("", "line 1: the file is empty")]
    [TestCase("a,b\n1,2\n3\n", "line 3: 1 fields; there are 2 columns")]
    [TestCase("a,b\n1,2\n\n3,4\n", "line 3: 1 fields")]
    [TestCase("a,b\n1,2,3\n", "line 2: 3 fields")]
    [TestCase("a,b\n1,\"x\ny\"\n", "line 2, column 'b': 'x y' is no number")]
    [TestCase("a,b\n1,\"\n2\"\n1,z\n", "line 4, column 'b'")] // the quoted field takes two lines
    [TestCase("a,b\n1,0x10\n", "line 2, column 'b'")]
    [TestCase("a,b\n\"1.5\" ,2\n", "line 2, field 1: text after a closing quote")]
    [TestCase("a,b\n1\"5,2\n", "line 2, field 1: a quote within a field")]
    [TestCase("a,a\n1,2\n", "column 'a' appears twice")]
    public void What_is_no_table_is_refused_with_its_line(string text, string message) =>
        Assert.That(
            () => Read(text),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(message)
        );

    [Test]
    public void A_decimal_comma_is_no_number_in_any_culture() =>
        Assert.That(() => Read("a\n\"1,5\"\n"), Throws.InstanceOf<InvalidDataException>());

    [Test]
    public void A_file_cut_off_within_a_line_is_refused()
    {
        const string Whole = "alpha,beta\r\n1.25,\"2\"\r\n-3.5,4.75\r\n";
        for (var length = 0; length < Whole.Length; length++)
        {
            var text = Whole[..length];
            if (length > 0 && text[^1] == '\n')
            {
                continue; // a shorter table, whole
            }

            Assert.That(
                () => Read(text),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains("line"),
                $"cut at {length}"
            );
        }
    }

    private ColumnTable Read(string text, string[]? columns = null) =>
        Csv.Read(folder.Write("file", text), columns);
}
