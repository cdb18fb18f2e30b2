namespace Conform.Tests;

/// <summary>The testee of <c>fixtures/examples/numpy</c>: export, Python, judge, as the README says.</summary>
public sealed class PythonTesteeTests
{
    private static readonly string Example = Path.Combine(
        Tool.Root,
        "fixtures",
        "examples",
        "numpy"
    );

    private static readonly string[] Declined = ["fit_real", "onnx"];

    private string folder = "";
    private string results = "";

    [OneTimeSetUp]
    public void RunTestee()
    {
        folder = Directory.CreateTempSubdirectory("testee").FullName;
        var cases = Path.Combine(folder, "cases.jsonl");
        results = Path.Combine(folder, "results.jsonl");
        var (exit, output, error) = Tool.Conform("cases", "export", "--out", cases);
        Assert.That(exit, Is.Zero, output + error);
        Python.Run("numpy", Path.Combine(Example, "testee.py"), cases, results);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void It_passes_every_family_that_it_implements_and_declines_the_others()
    {
        var (exit, output, error) = Judge(Path.Combine(Example, "declines.json"));

        Assert.That(exit, Is.Zero, output + error);
        JudgedFamilies.AssertDone(output, Declined);
    }

    [Test]
    public void A_gap_that_no_decline_names_fails()
    {
        var (exit, output, _) = Judge(
            Rules("""[{"kind":"unsupported","reason":"x","family":"onnx"}]""")
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain("no decline covers it: family fit_real"));
    }

    [Test]
    public void A_decline_of_what_it_does_fails()
    {
        var rules = File.ReadAllText(Path.Combine(Example, "declines.json"));
        var (exit, output, _) = Judge(
            Rules(
                rules.Replace(
                    "[\n",
                    """[{"kind":"unsupported","reason":"No momentum yet.","op":"SGD","params":{"momentum":0.875}},""",
                    StringComparison.Ordinal
                )
            )
        );

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(
            output,
            Does.Contain(
                    "It ran, though a decline says that it is not supported (No momentum yet.)"
                )
                .And.Contain("no longer holds; take it out: No momentum yet.")
        );
    }

    private string Rules(string json)
    {
        var path = Path.Combine(folder, "rules.json");
        File.WriteAllText(path, json);
        return path;
    }

    private (int Exit, string Output, string Error) Judge(string declines) =>
        Tool.Conform("judge", results, "--declines", declines);
}
