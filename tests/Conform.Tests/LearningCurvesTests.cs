using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml.Linq;
using Conform.Training;
using Mlp;

namespace Conform.Tests;

/// <summary>The picture of a history shows what the history holds.</summary>
public class LearningCurvesTests
{
    private static readonly History Classes = Make(
        ("loss", [0.9, 0.5, 0.3, 0.2]),
        ("accuracy", [0.6, 0.7, 0.8, 0.85]),
        ("val_loss", [0.7, 0.5, 0.45, 0.44]),
        ("val_accuracy", [0.65, 0.72, 0.78, 0.8])
    );

    [Test]
    public void Svg_has_a_line_and_a_name_for_every_figure_from_0_to_1()
    {
        var texts = Texts(Classes);

        Assert.That(
            texts,
            Is.SupersetOf(
                new[] { "loss", "accuracy", "val_loss", "val_accuracy", "epoch", "0", "0.5", "1" }
            )
        );
        // Of 4 points each, beside the grid and the legend.
        Assert.That(Lines(Classes, shift: false).Count(line => line.Length == 4), Is.EqualTo(4));
    }

    [Test]
    public void A_loss_that_stays_above_1_is_seen_beside_accuracy()
    {
        var history = Make(("loss", [1.3, 1.25, 1.2, 1.1]), ("accuracy", [0.2, 0.3, 0.4, 0.5]));

        // The frame begins 20 below the top of the page.
        Assert.That(
            Lines(history, shift: false).First(line => line.Length == 4).Select(point => point.Y),
            Is.All.GreaterThanOrEqualTo(20)
        );
    }

    [Test]
    public void Loss_falls_on_the_page_as_it_falls()
    {
        var loss = Lines(Classes, shift: false).First(line => line.Length == 4);

        // Down the page y grows; the frame is 430 high: 0.9 to 0.2 is 301 of it.
        Assert.That(loss[^1].Y - loss[0].Y, Is.EqualTo(301).Within(0.1));
    }

    [Test]
    public void Shifted_training_figures_lie_half_an_epoch_to_the_left()
    {
        var lines = Lines(Classes, shift: true).Where(line => line.Length == 4).ToArray();
        var (training, validation) = (lines[0], lines[2]);
        var epoch = validation[1].X - validation[0].X;

        Assert.That(validation[0].X - training[0].X, Is.EqualTo(epoch / 2).Within(0.1));
    }

    [Test]
    public void A_loss_alone_takes_the_room_it_needs() =>
        Assert.That(Texts(Make(("loss", [400, 90, 30]))), Does.Contain("400").And.Contain("50"));

    [Test]
    public void One_wild_epoch_does_not_flatten_the_others()
    {
        var texts = Texts(Make(("loss", [0.5, 45, 0.4, 0.35])));

        Assert.That(texts, Does.Contain("0.5").And.Not.Contain("45"));
    }

    [TestCase(new[] { double.NaN, double.NaN })]
    [TestCase(new[] { double.PositiveInfinity, 1 })]
    [TestCase(new double[] { 0, 0 })]
    [TestCase(new[] { 0.5 })] // one epoch
    public void Any_history_of_an_epoch_is_drawn(double[] loss)
    {
        Assert.That(Texts(Make(("loss", loss))), Does.Contain("loss"));
        Assert.That(LearningCurves.Draw(Make(("loss", loss)), "a.png", shift: true), Is.Not.Empty);
    }

    [Test]
    public void Png_is_a_whole_picture_with_every_colour_and_the_same_each_time()
    {
        var bytes = LearningCurves.Draw(Classes, "a.png", shift: false);

        Assert.That(LearningCurves.Draw(Classes, "a.png", shift: false), Is.EqualTo(bytes));
        var (width, height, pixels) = Decode(bytes);
        Assert.That((width, height), Is.EqualTo((1600, 1000)));
        var colors = Enumerable
            .Range(0, width * height)
            .Select(i => (pixels[3 * i] << 16) | (pixels[(3 * i) + 1] << 8) | pixels[(3 * i) + 2])
            .CountBy(color => color)
            .ToDictionary();
        Assert.That(colors[0xFFFFFF], Is.GreaterThan(width * height / 2));
        Assert.That(colors[0xD55E00], Is.GreaterThan(500)); // loss
        Assert.That(colors[0x0072B2], Is.GreaterThan(500)); // accuracy
        Assert.That(colors[0x222222], Is.GreaterThan(100)); // ink
    }

    // By the specification: signature, chunks with their checksums, rows behind a filter byte.
    private static (int Width, int Height, byte[] Pixels) Decode(byte[] file)
    {
        Assert.That(file[..8], Is.EqualTo(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }));
        var data = new List<byte>();
        var (width, height) = (0, 0);
        for (var at = 8; at < file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var chunk = file.AsSpan(at + 4, length + 4);
            Assert.That(
                BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)),
                Is.EqualTo(Crc(chunk))
            );
            var name = System.Text.Encoding.ASCII.GetString(chunk[..4]);
            if (name == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(chunk[4..]);
                height = BinaryPrimitives.ReadInt32BigEndian(chunk[8..]);
            }
            else if (name == "IDAT")
            {
                data.AddRange(chunk[4..]);
            }

            at += 12 + length;
        }

        using var zlib = new ZLibStream(new MemoryStream([.. data]), CompressionMode.Decompress);
        var pixels = new byte[width * height * 3];
        for (var row = 0; row < height; row++)
        {
            Assert.That(zlib.ReadByte(), Is.Zero);
            zlib.ReadExactly(pixels, row * width * 3, width * 3);
        }

        Assert.That(zlib.ReadByte(), Is.EqualTo(-1));
        return (width, height, pixels);
    }

    // The checksum by long division, bit by bit from the top, unlike the code under test.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var top = (remainder >> 31) ^ (uint)((value >> bit) & 1);
                remainder = (remainder << 1) ^ (top * 0x04C11DB7);
            }
        }

        var reflected = 0u;
        for (var bit = 0; bit < 32; bit++)
        {
            reflected |= ((~remainder >> bit) & 1) << (31 - bit);
        }

        return reflected;
    }

    private static XElement Svg(History history, bool shift = false) =>
        XDocument
            .Parse(
                System.Text.Encoding.UTF8.GetString(LearningCurves.Draw(history, "a.svg", shift))
            )
            .Root!;

    private static string[] Texts(History history) =>
        [.. Svg(history).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    private static IEnumerable<(double X, double Y)[]> Lines(History history, bool shift) =>
        Svg(history, shift)
            .Descendants()
            .Where(e => e.Name.LocalName == "polyline")
            .Select(e =>
                e.Attribute("points")!
                    .Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(point => point.Split(','))
                    .Select(point => (double.Parse(point[0]), double.Parse(point[1])))
                    .ToArray()
            );

    private static History Make(params (string Key, double[] Values)[] curves) =>
        new([
            .. Enumerable
                .Range(0, curves[0].Values.Length)
                .Select(epoch => new EpochRecord(
                    epoch,
                    new(curves.Select(curve => (curve.Key, curve.Values[epoch]))),
                    0.01,
                    1
                )),
        ]);
}
