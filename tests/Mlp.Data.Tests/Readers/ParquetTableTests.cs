namespace Mlp.Data.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ParquetTableTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    public void Every_type_is_read_back_to_the_bit(int rows)
    {
        var random = new System.Random(rows);
        var bits = Enumerable
            .Range(0, rows)
            .Select(_ => random.NextInt64(long.MinValue, long.MaxValue))
            .ToArray();
        // Any bits: NaN with a payload and -0 among them.
        var doubles = Array.ConvertAll(bits, BitConverter.Int64BitsToDouble);
        var floats = Array.ConvertAll(bits, b => BitConverter.Int32BitsToSingle((int)b));
        if (rows > 1)
        {
            (doubles[0], doubles[1]) = (-0.0, BitConverter.Int64BitsToDouble(0x7FF8000000000123));
        }

        var path = folder["table.parquet"];
        ParquetTable.Write(
            path,
            new(
                ("double", doubles),
                ("float", floats),
                ("long", bits),
                ("int", Array.ConvertAll(bits, b => (int)b)),
                ("byte", Array.ConvertAll(bits, b => (byte)b)),
                ("a.b/c d", Array.ConvertAll(bits, b => (double)(b & 1))) // a dictionary holds such columns; names are free
            )
        );
        var table = ParquetTable.Read(path);

        Assert.That(
            table.Names.Select(name => table[name].Type),
            Is.EqualTo(
                new[]
                {
                    ElementType.Float64,
                    ElementType.Float32,
                    ElementType.Int64,
                    ElementType.Int32,
                    ElementType.UInt8,
                    ElementType.Float64,
                }
            )
        );
        Assert.That(
            Array.ConvertAll(Values<double>(table["double"]), BitConverter.DoubleToInt64Bits),
            Is.EqualTo(Array.ConvertAll(doubles, BitConverter.DoubleToInt64Bits))
        );
        Assert.That(
            Array.ConvertAll(Values<float>(table["float"]), BitConverter.SingleToInt32Bits),
            Is.EqualTo(Array.ConvertAll(floats, BitConverter.SingleToInt32Bits))
        );
        Assert.That(Values<long>(table["long"]), Is.EqualTo(bits));
        Assert.That(Values<int>(table["int"]), Is.EqualTo(Array.ConvertAll(bits, b => (int)b)));
        Assert.That(Values<byte>(table["byte"]), Is.EqualTo(Array.ConvertAll(bits, b => (byte)b)));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Named_columns_are_read_in_the_order_asked()
    {
        Write();

        Assert.That(
            ParquetTable.Read(folder["table.parquet"], ["y", "x"]).Names,
            Is.EqualTo(new[] { "y", "x" })
        );
        Assert.That(
            () => ParquetTable.Read(folder["table.parquet"], ["xx"]),
            Throws.ArgumentException.With.Message.Contains("Nearest known: 'x'")
        );
    }

    [Test]
    public async Task Nulls_texts_and_narrow_integers_of_other_writers_are_read_or_refused()
    {
        // As pandas writes: every column may hold nulls.
        Parquet.Schema.DataField[] fields =
        [
            new("x", typeof(double), isNullable: true),
            new("name", typeof(string)),
            new("small", typeof(short), isNullable: true),
            new("gap", typeof(int), isNullable: true),
        ];
        using (var stream = File.Create(folder["table.parquet"]))
        {
            await using var writer = await Parquet.ParquetWriter.CreateAsync(new(fields), stream);
            for (var i = 0; i < 2; i++)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<double>(fields[0], new double?[] { i, i == 0 ? 7 : null });
                await group.WriteAsync(fields[1], ["a", "b"]);
                await group.WriteAsync<short>(fields[2], new short?[] { -1, 300 });
                await group.WriteAsync<int>(fields[3], new int?[] { 1, null });
            }
        }

        Assert.That(
            () => ParquetTable.Read(folder["table.parquet"], ["x"]),
            Throws
                .InstanceOf<InvalidDataException>()
                .With.Message.Contains("'x' holds no value at row 3")
        );
        var table = ParquetTable.Read(folder["table.parquet"], ["x", "small"], MissingValues.AsNaN);
        Assert.That(Values<double>(table["x"]), Is.EqualTo(new[] { 0, 7, 1, double.NaN }));
        Assert.That(Values<int>(table["small"]), Is.EqualTo(new[] { -1, 300, -1, 300 }));
        Assert.That(
            () => ParquetTable.Read(folder["table.parquet"], missing: MissingValues.AsNaN),
            Throws
                .InstanceOf<InvalidDataException>()
                .With.Message.Contains("'gap' holds no value at row 1")
        );
        Assert.That(
            () => ParquetTable.Read(folder["table.parquet"], ["name"]),
            Throws.ArgumentException.With.Message.Contains("numeric column")
        );
    }

    [Test]
    public void A_file_cut_off_anywhere_is_refused()
    {
        Write();
        var whole = File.ReadAllBytes(folder["table.parquet"]);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = folder.Write("cut.parquet", whole[..length]);
            Assert.That(
                () => ParquetTable.Read(cut),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains($"{length} bytes"),
                $"{length} of {whole.Length} bytes"
            );
            Assert.That(
                () => ParquetTable.ReadTexts(cut),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains($"{length} bytes"),
                $"{length} of {whole.Length} bytes"
            );
        }
    }

    [Test]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        Write();
        var before = File.ReadAllBytes(folder["table.parquet"]);

        Assert.That(
            () =>
                Aside.Write(
                    folder["table.parquet"],
                    stream =>
                    {
                        stream.WriteByte(1);
                        throw new IOException("disk full");
                    }
                ),
            Throws.InstanceOf<IOException>()
        );

        Assert.That(File.ReadAllBytes(folder["table.parquet"]), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Tables_that_are_none_are_refused()
    {
        Assert.That(() => ParquetTable.Write(folder["x"], new()), Throws.ArgumentException);
        Assert.That(
            () => new ColumnTable(("x", new double[2]), ("y", new double[3])),
            Throws.ArgumentException.With.Message.Contains("'y' is float64[3]")
        );
        Assert.That(
            () => new ColumnTable(("x", new double[2]), ("x", new double[2])),
            Throws.ArgumentException.With.Message.Contains("twice")
        );
        Assert.That(
            () => new ColumnTable(("x", new double[2]))["X1"],
            Throws.ArgumentException.With.Message.Contains("'x'")
        );
    }

    private void Write() =>
        ParquetTable.Write(
            folder["table.parquet"],
            new(("x", new[] { 1.5, 2.5 }), ("y", new long[] { 1, 2 }))
        );

    private static T[] Values<T>(Tensor tensor)
        where T : unmanaged => ((Tensor<T>)tensor).Values.ToArray();
}
