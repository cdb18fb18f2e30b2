using System.IO.Compression;

namespace Mlp.Data.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class IdxTests : IDisposable
{
    // 2 x 3 bytes.
    private static readonly byte[] Plain =
    [
        0,
        0,
        8,
        2,
        0,
        0,
        0,
        2,
        0,
        0,
        0,
        3,
        10,
        11,
        12,
        13,
        14,
        255,
    ];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public void Bytes_and_shape_are_read_packed_or_plain(bool packed)
    {
        var tensor = Read(packed ? Pack(Plain) : Plain);

        Assert.That(tensor.Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(tensor.Values.ToArray(), Is.EqualTo(new byte[] { 10, 11, 12, 13, 14, 255 }));
    }

    [Test]
    public void A_file_of_many_axes_or_none_or_no_rows_is_read()
    {
        Assert.That(Read([0, 0, 8, 0, 7]).Shape, Is.Empty);
        Assert.That(Read([0, 0, 8, 1, 0, 0, 0, 0]).Length, Is.Zero);
        // 255 axes of size 1.
        byte[] ones =
        [
            0,
            0,
            8,
            255,
            .. Enumerable.Range(0, 255).SelectMany(_ => new byte[] { 0, 0, 0, 1 }),
            9,
        ];
        Assert.That(Read(ones).Rank, Is.EqualTo(255));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_file_cut_off_anywhere_is_refused(bool packed)
    {
        var whole = packed ? Pack(Plain) : Plain;
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.That(
                () => Read(whole[..length]),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains("byte"),
                $"{length} of {whole.Length} bytes"
            );
        }
    }

    [Test]
    public void A_packed_file_with_a_changed_byte_is_refused_or_reads_the_same()
    {
        var whole = Pack(Plain);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 0x10;
            try
            {
                // Time stamp and operating system are free.
                Assert.That(Read(changed).Values.ToArray(), Is.EqualTo(Plain[12..]), $"byte {i}");
                Assert.That(i, Is.LessThan(10));
            }
            catch (InvalidDataException) { }
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Bytes_after_the_end_are_refused(bool packed)
    {
        Refused(
            packed ? Pack([.. Plain, 1]) : [.. Plain, 1],
            "needs 18 bytes; the file ends at byte 19"
        );
        if (packed)
        {
            Refused([.. Pack(Plain), 1], "bytes follow it");
        }
    }

    [Test]
    public void Other_types_and_other_files_are_refused()
    {
        Refused([0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0], "00000D"); // float32
        Refused("PAR1"u8.ToArray(), "504152");
    }

    [Test]
    public void Sizes_that_lie_are_refused_before_memory_is_taken()
    {
        Refused([0, 0, 8, 1, 255, 255, 255, 255], "byte 4 is 4294967295");
        // Almost 2^31 in each of three axes.
        Refused(
            [0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255, 1],
            "the file ends at byte 17"
        );
    }

    [Test]
    public void A_file_that_is_not_there_is_said_to_be_missing() =>
        Assert.That(() => Idx.Read(folder["none"]), Throws.InstanceOf<FileNotFoundException>());

    private void Refused(byte[] bytes, string message) =>
        Assert.That(
            () => Read(bytes),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(message)
        );

    private Tensor<byte> Read(byte[] bytes) => Idx.Read(folder.Write("file", bytes));

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
