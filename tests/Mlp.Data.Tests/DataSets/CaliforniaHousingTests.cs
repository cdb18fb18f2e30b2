using System.Formats.Tar;
using System.IO.Compression;

namespace Mlp.Data.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CaliforniaHousingTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void California_housing_is_the_table_of_scikit_learn()
    {
        var (features, target) = CaliforniaHousing.Load(
            RealData.Folder(CaliforniaHousing.IsAvailable)
        );

        Assert.That(features.Shape, Is.EqualTo(new[] { 20640, 8 }));
        Assert.That(
            features.Values[..8].ToArray(),
            Is.EqualTo(
                new[]
                {
                    8.3252,
                    41,
                    6.984126984126984,
                    1.0238095238095237,
                    322,
                    2.5555555555555554,
                    37.88,
                    -122.23,
                }
            )
        );
        Assert.That(target[0], Is.EqualTo(4.526));
        Assert.That(target.Values.ToArray().Count(value => value == 5.00001), Is.EqualTo(965));
    }

    [Test]
    public void What_is_derived_from_the_raw_table_is_the_derived_table_to_the_bit()
    {
        var (raw, _) = Raw();
        folder.Write("raw/cal_housing.data", raw);

        var derived = CaliforniaHousing.Load(folder["raw"]);
        var read = CaliforniaHousing.Load(RealData.Folder(CaliforniaHousing.IsAvailable));

        Assert.That(derived.Features.Values.SequenceEqual(read.Features.Values));
        Assert.That(derived.Target.Values.SequenceEqual(read.Target.Values));
    }

    [Test]
    public void The_table_is_taken_out_of_the_archive_that_is_published()
    {
        var (raw, source) = Raw();
        var folders = new DataFolders(
            null,
            folder["cache"],
            _ =>
                Archive(
                    ("CaliforniaHousing/cal_housing.domain", [1]),
                    ("CaliforniaHousing/cal_housing.data", raw)
                )
        );

        var data = CaliforniaHousing.Load(null, folders);

        Assert.That(data.Target[0], Is.EqualTo(4.526));
        Assert.That(
            File.ReadAllBytes(folder["cache/california-housing/cal_housing.data"]),
            Is.EqualTo(File.ReadAllBytes(source))
        );
    }

    [Test]
    public void An_archive_without_the_table_or_with_another_is_refused()
    {
        Refused(Archive(("readme", [1])), "holds no cal_housing.data");
        Refused(Archive(("cal_housing.data", [1])), "SHA-256");
        Refused([1, 2, 3], "gzip");
        Assert.That(File.Exists(folder["cache/california-housing/cal_housing.data"]), Is.False);

        void Refused(byte[] fetched, string message) =>
            Assert.That(
                () =>
                    CaliforniaHousing.Load(
                        null,
                        new DataFolders(null, folder["cache"], _ => fetched)
                    ),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains(message)
            );
    }

    [Test]
    public void A_table_cut_off_is_refused()
    {
        var (raw, _) = Raw();
        // Within a number, at the end of a number, at the end of a line.
        foreach (
            var cut in new[]
            {
                0,
                10,
                raw.Length / 2,
                raw.Length - 2,
                raw.Length - 1,
                Array.IndexOf(raw, (byte)'\n') + 1,
            }
        )
        {
            folder.Write("cal_housing.data", raw[..cut]);
            Assert.That(
                () => CaliforniaHousing.Load(folder.Path),
                Throws.InstanceOf<InvalidDataException>(),
                $"cut at {cut}"
            );
        }
    }

    private static (byte[] Bytes, string Path) Raw()
    {
        var root = RealData.Folder(CaliforniaHousing.IsAvailable);
        var path = Path.Combine(root, "california-housing", "cal_housing.data");
        if (!File.Exists(path))
        {
            Assert.Ignore("cal_housing.data is not here.");
        }

        return (File.ReadAllBytes(path), path);
    }

    private static byte[] Archive(params (string Name, byte[] Bytes)[] files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var (name, bytes) in files)
            {
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, name)
                    {
                        DataStream = new MemoryStream(bytes),
                    }
                );
            }
        }

        return packed.ToArray();
    }
}
