using System.Globalization;

namespace Mlp.Fuzzing.Tests;

/// <summary>
/// Every reader of a user's files against damaged ones. The variable <c>FUZZ_INPUTS</c> says how many in all; each reader has its share, the
/// cheap ones the larger. <c>FUZZ_INPUTS=long</c> is a million and more.
/// </summary>
internal sealed class FuzzTests
{
    private const int Short = 30_000;

    private static readonly List<string> Figures = [];

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Places.NewFolder();

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [OneTimeTearDown]
    public static void WriteFigures()
    {
        Directory.CreateDirectory(Places.Artifacts);
        File.WriteAllLines(
            Path.Combine(Places.Artifacts, "fuzzing.md"),
            [
                "| reader | damaged files | refused | most bytes for one of theirs | allowed | longest |",
                "| --- | ---: | ---: | ---: | ---: | ---: |",
                .. Figures,
            ]
        );
    }

    [TestCaseSource(typeof(Targets), nameof(Targets.All))]
    public void Damaged_files_are_refused_or_read(Target target)
    {
        var count = Share(target);
        var fuzz = new Fuzz(target, folder);
        var (broken, refused) = fuzz.Run(count);

        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"| {target.Name} | {count:N0} | {refused:N0} | {Math.Max(0, fuzz.MostPerByte):F1} | {target.BytesPerByte} | {fuzz.Longest.TotalMilliseconds:F0} ms |"
        );
        Figures.Add(figures);
        TestContext.Progress.WriteLine(figures);
        Assert.That(broken, Is.Empty);
        // Damage that nothing notices would prove nothing.
        Assert.That(refused, Is.GreaterThan(count / 20));
    }

    [TestCaseSource(typeof(Targets), nameof(Targets.All))]
    public void Whole_files_are_read(Target target)
    {
        foreach (var seed in target.Seeds())
        {
            var path = Path.Combine(folder, target.FileName);
            File.WriteAllBytes(path, seed);
            // An archive of a download is held to its hash, which no seed has.
            Assert.That(
                () => target.Read(path),
                target.Name == "archive"
                    ? Throws.TypeOf<InvalidDataException>().With.Message.Contains("SHA-256")
                    : Throws.Nothing
            );
        }
    }

    [TestCaseSource(typeof(Targets), nameof(Targets.All))]
    public void Dense_files_take_no_more_memory_than_is_promised(Target target)
    {
        foreach (var (place, file) in DenseFiles.For(target.Name).Index())
        {
            var fuzz = new Fuzz(target, folder);
            var broken = fuzz.Run(file);
            TestContext.Progress.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.Name}, dense file {place} of {file.Length:N0} bytes: {fuzz.MostPerByte:F1} for a byte"
                )
            );
            Assert.That(broken, Is.Empty);
        }
    }

    [TestCaseSource(typeof(Targets), nameof(Targets.Kept))]
    public void What_once_broke_a_reader_no_longer_does(Target target, string file) =>
        Assert.That(
            new Fuzz(target, folder).Run(
                File.ReadAllBytes(Path.Combine(Places.Corpus, target.Name, file))
            ),
            Is.Empty
        );

    private static int Share(Target target)
    {
        var all = Targets.All.Sum(each => (long)each.Inputs);
        var asked = Environment.GetEnvironmentVariable("FUZZ_INPUTS") ?? $"{Short}";
        return asked == "long"
            ? target.Inputs
            : (int)
                Math.Max(
                    100,
                    long.Parse(asked, CultureInfo.InvariantCulture) * target.Inputs / all
                );
    }
}
