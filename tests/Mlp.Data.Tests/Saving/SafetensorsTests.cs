using System.Text;

namespace Mlp.Data.Tests;

/// <summary>Files of tensors: every bit comes back, and nothing that is not whole is read.</summary>
public sealed class SafetensorsTests
{
    // Eight values of one float32 tensor, and the header that tells of them.
    private const string Good = """{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""";

    [Test]
    public void Every_type_shape_and_bit_comes_back()
    {
        using var folder = new TestFolder();
        var file = new TensorFile(
            [
                (
                    "doubles",
                    Tensor.Create(
                        [
                            BitConverter.Int64BitsToDouble(0x7FF8_0000_DEAD_BEEF), // a NaN with a payload
                            -0.0,
                            double.Epsilon,
                            double.PositiveInfinity,
                        ],
                        2,
                        2
                    )
                ),
                ("floats", Tensor.Create(new[] { 1.1f, -0f, float.Epsilon }, 3, 1)),
                ("longs", new[] { long.MinValue, -1, long.MaxValue }),
                ("ints", new[] { int.MinValue, int.MaxValue }),
                ("bytes", new byte[] { 0, 255, 7 }), // an odd number of bytes before the next
                ("scalar", Tensor.Scalar(3.5)),
                ("nothing", Tensor.Create(Array.Empty<float>(), 0, 5)),
            ],
            new Dictionary<string, string> { ["who"] = "é\n\"quoted\"", [""] = "" }
        );

        Safetensors.Write(folder["f.safetensors"], file);
        var read = Safetensors.Read(folder["f.safetensors"]);

        Assert.That(read.Tensors.Select(t => t.Name), Is.EqualTo(file.Tensors.Select(t => t.Name)));
        foreach (var ((_, actual), (name, expected)) in read.Tensors.Zip(file.Tensors))
        {
            Assert.That(actual.ToString(), Is.EqualTo(expected.ToString()), name);
        }

        Assert.That(
            Bits(((Tensor<double>)read.Tensors[0].Values).Values),
            Is.EqualTo(Bits(((Tensor<double>)file.Tensors[0].Values).Values))
        );
        Assert.That(
            ((Tensor<float>)read.Tensors[1].Values).Values.ToArray(),
            Is.EqualTo(((Tensor<float>)file.Tensors[1].Values).Values.ToArray())
        );
        Assert.That(read.Tensors[2].Values[0], Is.EqualTo(long.MinValue));
        Assert.That(read.Tensors[4].Values[1], Is.EqualTo(255));
        Assert.That(read.Notes, Is.EquivalentTo(file.Notes));
    }

    [Test]
    public void A_tensor_of_more_bytes_than_a_span_holds_is_written_and_read_in_pieces()
    {
        // 2 GiB and a little; nobody looks at the values, so that they take no memory, but .NET must be allowed to have it.
        const int Count = (1 << 28) + 3;
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes <= sizeof(double) * (long)Count)
        {
            Assert.Ignore("The memory that .NET may take here holds no array of 2 GiB.");
        }

        var values = GC.AllocateUninitializedArray<double>(Count);
        using var stream = new CountingStream();

        Safetensors.WriteValues<double>(stream, values);
        Assert.That(stream.Bytes, Is.EqualTo(8L * values.Length));
        Safetensors.ReadValues<double>(stream, values);
        Assert.That(stream.Bytes, Is.EqualTo(16L * values.Length));
    }

    [Test]
    public void Values_begin_at_a_multiple_of_8_and_are_little_endian()
    {
        using var folder = new TestFolder();
        Safetensors.Write(folder["f"], Single("x", new[] { 1f }));

        var bytes = File.ReadAllBytes(folder["f"]);

        var header = (int)BitConverter.ToUInt64(bytes);
        Assert.That(header % 8, Is.Zero);
        Assert.That(
            bytes.AsSpan(8 + header).ToArray(),
            Is.EqualTo(new byte[] { 0, 0, 0x80, 0x3F })
        );
        Assert.That(
            Encoding.UTF8.GetString(bytes, 8, header).TrimEnd(),
            Is.EqualTo("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")
        );
    }

    [Test]
    public void Tensors_may_stand_in_the_header_in_any_order()
    {
        var file = Read(
            """{"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""",
            [1, 2, 3]
        );

        Assert.That(
            file.Tensors.Select(t => (t.Name, t.Values[0])),
            Is.EqualTo(new[] { ("a", 1.0), ("b", 3.0) })
        );
    }

    [TestCase("", "no safetensors file")]
    [TestCase("\u0001\0\0", "no safetensors file")] // fewer than 8 bytes
    [TestCase("PNGPNGPNGPNG", "no safetensors file, or a bloated one")] // another file
    [TestCase("\u0009\0\0\0\0\0\0\0{}", "cut off")] // the header is longer than the file
    public void A_file_that_is_none_is_refused_before_memory_is_taken(string text, string why) =>
        Refused(Encoding.Latin1.GetBytes(text), why);

    [TestCase(ulong.MaxValue)]
    [TestCase(1UL << 63)]
    [TestCase((ulong)Safetensors.LongestHeader + 1)]
    public void A_huge_declared_header_is_refused(ulong length) =>
        Refused([.. BitConverter.GetBytes(length), .. new byte[64]], "the most that is read");

    [TestCase("[]", "no JSON object")]
    [TestCase("{", "no JSON")]
    [TestCase("""{"a":[[[[[[[[1]]]]]]]]}""", "no JSON")] // deeper than any header
    [TestCase("""{"a":1}""", "'a' needs just")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2]}}""", "'a' needs just")]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}""",
        "'a' needs just"
    )]
    [TestCase("""{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}""", "'BF16'; F64, F32")]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""",
        "whole numbers from 0"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""",
        "whole numbers from 0"
    )]
    [TestCase("""{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}""", "whole numbers from 0")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "needs 12 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "needs 4 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "an end not before it")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "a start and an end")]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""",
        "whole numbers from 0"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""",
        "are the most"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""",
        "values"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""",
        "17 axes"
    )]
    [TestCase("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "no gap")]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "describes 4 bytes of values, and 8 follow"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""",
        "describes 16 bytes of values, and 8 follow"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "no overlap"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        "no JSON"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{"x":1}}""",
        "texts by name"
    )]
    [TestCase(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":[]}""",
        "texts by name"
    )]
    public void A_header_that_does_not_fit_its_values_is_refused(string header, string why) =>
        Refused(Bytes(header, new byte[8]), why);

    [Test]
    public void A_file_cut_anywhere_is_refused_in_one_line()
    {
        var whole = Bytes(Good, new byte[8]);
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length], "");
        }
    }

    [Test]
    public void A_name_with_line_breaks_leaves_the_message_one_line() =>
        Refused(Bytes("""{"a\nb\u0007":{"dtype":"F32"}}""", new byte[8]), "'a?b?'");

    [Test]
    public void A_file_that_is_not_there_or_a_folder_is_refused()
    {
        using var folder = new TestFolder();
        Assert.That(
            () => Safetensors.Read(folder["none"]),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("none")
        );
        Assert.That(
            () => Safetensors.Read(folder.Path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("is a folder")
        );
    }

    [Test]
    public void Two_tensors_of_one_name_or_the_name_of_the_notes_are_not_written()
    {
        using var folder = new TestFolder();
        Tensor x = new[] { 1f };
        foreach (var name in new[] { "a", "__metadata__" })
        {
            Assert.That(
                () =>
                    Safetensors.Write(
                        folder["f"],
                        new([("a", x), (name, x)], new Dictionary<string, string>())
                    ),
                Throws.ArgumentException.With.Message.Contains($"'{name}' appears twice")
            );
        }

        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
    }

    [Test]
    public void Notes_longer_than_a_header_may_be_are_not_written()
    {
        using var folder = new TestFolder();
        var notes = new Dictionary<string, string>
        {
            ["long"] = new('x', Safetensors.LongestHeader),
        };

        Assert.That(
            () => Safetensors.Write(folder["f"], new([], notes)),
            Throws.ArgumentException.With.Message.Contains("is the most")
        );
        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
    }

    [Test]
    public void Where_no_file_can_be_made_the_message_says_so()
    {
        using var folder = new TestFolder();
        Assert.That(
            () => Safetensors.Write(folder["none/f"], Single("x", new[] { 1f })),
            Throws
                .InstanceOf<DirectoryNotFoundException>()
                .With.Message.Contains("there is no folder")
        );
        Assert.That(
            () => Safetensors.Write(folder.Path, Single("x", new[] { 1f })),
            Throws.InstanceOf<IOException>().With.Message.Contains("is a folder")
        );
    }

    private static TensorFile Single(string name, Tensor values) =>
        new([(name, values)], new Dictionary<string, string>());

    private static byte[] Bytes(string header, byte[] values) =>
        [
            .. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)),
            .. Encoding.UTF8.GetBytes(header),
            .. values,
        ];

    private static TensorFile Read(string header, byte[] values)
    {
        using var folder = new TestFolder();
        return Safetensors.Read(folder.Write("f", Bytes(header, values)));
    }

    private static void Refused(byte[] bytes, string why)
    {
        using var folder = new TestFolder();
        var path = folder.Write("f", bytes);

        var refusal = Assert.Throws<InvalidDataException>(() => Safetensors.Read(path))!;

        Assert.That(refusal.Message, Does.StartWith(path).And.Contain(why));
        Assert.That(refusal.Message, Does.Not.Contain("\n"));
    }

    private static long[] Bits(ReadOnlySpan<double> values) =>
        Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);

    // Takes and gives any bytes.
    private sealed class CountingStream : Stream
    {
        public long Bytes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Bytes += buffer.Length;

        public override void Write(byte[] buffer, int offset, int count) => Bytes += count;

        public override int Read(Span<byte> buffer)
        {
            Bytes += buffer.Length;
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Bytes += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
