using System.Buffers.Binary;

namespace Mlp.Data.Tests;

/// <summary>Parquet files that are damaged, or made to do damage: refused in one way, without waiting and without measure in memory.</summary>
public class ParquetGuardTests
{
    private static readonly ColumnTable Table = new([
        ("x", Tensor.Vector(Enumerable.Range(0, 40).Select(i => i / 7.0).ToArray())),
        ("single", Tensor.Vector(Enumerable.Range(0, 40).Select(i => i / 7f).ToArray())),
        ("long", Tensor.Vector(Enumerable.Range(0, 40).Select(i => (long)i << 40).ToArray())),
        ("int", Tensor.Vector(Enumerable.Range(0, 40).Select(i => i % 3).ToArray())),
        ("byte", Tensor.Vector(Enumerable.Range(0, 40).Select(i => (byte)i).ToArray())),
    ]);

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("guard").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void No_single_byte_makes_a_table_anything_but_refused_or_read()
    {
        var whole = Whole();
        var refused = 0;
        for (var i = 0; i < whole.Length; i++)
        {
            foreach (var extreme in new byte[] { 0x7F, 0xFF })
            {
                var bytes = whole.ToArray();
                bytes[i] = extreme;
                try
                {
                    Read(bytes);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }

        Assert.That(refused, Is.GreaterThan(whole.Length / 4));
    }

    // Followed down one by one they are deeper than any stack: structs in field 15, which nobody knows, and lists of one list.
    [TestCase(0xFC)]
    [TestCase(0x19)]
    public void A_footer_that_nests_without_end_is_refused(int inner) =>
        Refused(
            [(byte)(inner | 0xF0), .. Enumerable.Repeat((byte)inner, 1_000_000)],
            "nest deeper"
        );

    // Field 2, which is the schema: a list of 2^31 - 1 structs.
    [TestCase(new byte[] { 0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, "claimed")]
    // Field 15, which nobody knows: 2^31 - 1 truth values, which some readers take for no bytes each.
    [TestCase(new byte[] { 0xF9, 0xF1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, "claimed")]
    // Field 6, a text of 2^31 - 1 bytes.
    [TestCase(new byte[] { 0x68, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, "claimed")]
    // Field 1 as a text where a number is due.
    [TestCase(new byte[] { 0x18, 0x01, 0x41, 0x00 }, "expected 5")]
    [TestCase(new byte[] { 0x15, 0x02 }, "beyond its end")]
    [TestCase(new byte[] { 0x15, 0x02, 0x05, 0x02, 0x02, 0x00 }, "twice")]
    [TestCase(new byte[] { 0x15, 0x02, 0x00 }, "number of rows is missing")]
    public void A_footer_that_claims_more_than_it_has_is_refused(byte[] footer, string message) =>
        Refused(footer, message);

    [TestCase(int.MaxValue)]
    [TestCase(int.MinValue)]
    [TestCase(-1)]
    public void A_footer_of_no_possible_length_is_refused(int length)
    {
        var bytes = Whole();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 8), length);
        Assert.That(
            () => Read(bytes),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains($"{length} bytes")
        );
    }

    private void Refused(byte[] footer, string message)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        byte[] file = [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
        Assert.That(
            () => Read(file),
            Throws
                .TypeOf<InvalidDataException>()
                .With.Message.Contains(message)
                .And.Message.Contains("table.parquet")
        );
    }

    private byte[] Whole()
    {
        var path = Path.Combine(folder, "whole.parquet");
        ParquetTable.Write(path, Table);
        return File.ReadAllBytes(path);
    }

    private ColumnTable Read(byte[] bytes)
    {
        var path = Path.Combine(folder, "table.parquet");
        File.WriteAllBytes(path, bytes);
        return ParquetTable.Read(path);
    }
}
