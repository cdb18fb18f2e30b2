using System.Text.Json;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary><c>conform noise</c>: what is measured takes its line, and nothing else loses one.</summary>
public class NoiseVerbTests
{
    // A small training, and one that needs data.
    private const string Small = "dev/fit/0001";
    private const string Real = "dev/fit_real/0001";

    private static readonly string[] Recorded = File.ReadAllLines(
        Path.Combine(Tool.Root, "fixtures/noise.jsonl")
    );

    private string folder = "";

    private string Noise => Path.Combine(folder, "noise.jsonl");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("noise").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void One_training_measured_anew_takes_its_line_and_every_other_stays()
    {
        File.WriteAllLines(Noise, Recorded.Select(line => IsOf(line, Small) ? Line(Small) : line));

        var (exit, output, error) = Conform("--id", Small);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(
            output,
            Is.EqualTo($"1 training measured in {Noise}, {Recorded.Length - 1} kept.\n")
        );
        var written = File.ReadAllLines(Noise);
        Assert.That(written.Select(Id), Is.EqualTo(Recorded.Select(Id)));
        Assert.That(Others(written), Is.EqualTo(Others(Recorded)));
        Assert.That(written.Single(line => IsOf(line, Small)), Is.Not.EqualTo(Line(Small)));
    }

    [Test]
    public void A_new_training_comes_where_a_whole_measurement_has_it()
    {
        File.WriteAllLines(Noise, Others(Recorded));

        var (exit, output, error) = Conform("--id", Small);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(File.ReadAllLines(Noise).Select(Id), Is.EqualTo(Recorded.Select(Id)));
    }

    [Test]
    public void A_training_that_the_suite_has_no_more_goes()
    {
        File.WriteAllLines(Noise, [Line("fit/gone"), .. Recorded[^1..]]);

        var (exit, output, error) = Conform("--id", Small);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(
            File.ReadAllLines(Noise).Select(Id),
            Is.EqualTo(new[] { Small, Id(Recorded[^1]) })
        );
    }

    // They do not say what other files have.
    [Test]
    public void Cases_of_a_file_take_nothing_from_those_of_others()
    {
        File.WriteAllLines(Noise, [Line("theirs/fit"), .. Recorded[^1..]]);
        var cases = Path.Combine(folder, "cases.jsonl");
        File.WriteAllText(
            cases,
            CaseJson.Write(Fixtures.All.Single(value => value.Id == Small) with { Id = "mine/fit" })
        );

        var (exit, output, error) = Conform("--cases", cases);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(
            File.ReadAllLines(Noise).Select(Id),
            Is.EqualTo(new[] { "mine/fit", "theirs/fit", Id(Recorded[^1]) }.Order())
        );
    }

    [TestCase("--family", "losses")] // no trainings
    [TestCase("--id", Real, "--data", "nowhere")]
    public void Where_nothing_is_measured_nothing_is_written_and_3_says_so(params string[] options)
    {
        var (exit, output, error) = Conform(options);

        Assert.That(exit, Is.EqualTo(3), output + error);
        Assert.That(output, Does.Contain("0 trainings measured").And.Contain("MLP_DATA"));
        Assert.That(File.Exists(Noise), Is.False);

        File.WriteAllLines(Noise, [Line(Real), Line("fit/gone")]);
        var before = File.ReadAllBytes(Noise);

        Assert.That(Conform(options).ExitCode, Is.EqualTo(3));
        Assert.That(File.ReadAllBytes(Noise), Is.EqualTo(before));
    }

    [Test]
    public void Json_says_what_was_measured_and_how_much_was_kept()
    {
        File.WriteAllLines(Noise, Recorded);

        var (_, output, error) = Conform("--id", Small, "--json");

        Assert.That(error, Is.Empty);
        using var told = JsonDocument.Parse(output);
        Assert.That(
            told.RootElement.GetProperty("trainings").EnumerateArray().Select(id => id.GetString()),
            Is.EqualTo(new[] { Small })
        );
        Assert.That(
            told.RootElement.GetProperty("kept").GetInt32(),
            Is.EqualTo(Recorded.Length - 1)
        );
    }

    // It has backends of its own, and their bits are the same for every number of threads.
    [TestCase("--threads", "2")]
    [TestCase("--device", "0")]
    public void What_nothing_would_come_of_is_no_option(string option, string value)
    {
        var (exit, _, error) = Conform("--family", "losses", option, value);

        Assert.That(exit, Is.EqualTo(2));
        Assert.That(error, Does.Contain($"'{option}'"));
    }

    private static string Line(string id) =>
        $$$"""{"id":"{{{id}}}","outputs":{"history/loss":0.25}}""";

    private static string Id(string line)
    {
        using var root = JsonDocument.Parse(line);
        return root.RootElement.GetProperty("id").GetString()!;
    }

    private static bool IsOf(string line, string id) => Id(line) == id;

    private static IEnumerable<string> Others(string[] lines) =>
        lines.Where(line => !IsOf(line, Small));

    private (int ExitCode, string Output, string Error) Conform(params string[] options) =>
        Tool.Conform(["noise", "--out", Noise, .. options]);
}
