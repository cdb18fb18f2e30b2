using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

/// <summary>docs/samples.md shows what the samples print. <c>SAMPLES=write dotnet test --project tests/Readme.Tests</c> writes it anew.</summary>
[NonParallelizable] // each wants all processors
public partial class SamplesTests
{
    private const string Page = "docs/samples.md";
    private const int DataAbsent = 3;

    [TestCase("HousingRegression")]
    [TestCase("ExpertsAndCrowd")]
    [TestCase("ImbalancedClasses")]
    [TestCase("LossesAndOptimizers")]
    public void A_sample_prints_what_the_page_shows(string sample) => Hold(sample, Run(sample));

    [Test]
    public void The_first_epochs_of_the_classifier_are_those_of_the_page()
    {
        const string Sample = "FashionClassifier";
        if (Writes)
        {
            Hold(Sample, Run(Sample));
            return;
        }

        // Epochs do not depend on how many follow; all 30 take a quarter of a minute, and the README's example trains them.
        var lines = Run(Sample, "2").Split('\n');
        var epochs = Array.FindIndex(
            lines,
            line => line.StartsWith("epoch", StringComparison.Ordinal)
        );
        string[] first = lines[..(epochs + 3)];

        Assert.That(OnPage(Sample).Value.Split('\n')[..first.Length], Is.EqualTo(first));
    }

    [Test]
    public void Every_sample_is_on_the_page()
    {
        var samples = Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, "samples"))
            .Select(folder => Path.GetFileName(folder));
        var shown = Heading().Matches(Repository.Read(Page)).Select(match => match.Groups[1].Value);

        Assert.That(shown, Is.EquivalentTo(samples));
    }

    private static bool Writes => Environment.GetEnvironmentVariable("SAMPLES") == "write";

    private static void Hold(string sample, string output)
    {
        var shown = OnPage(sample);
        if (Writes)
        {
            var page = Repository.Read(Page);
            File.WriteAllText(
                Path.Combine(Repository.Root, Page),
                page[..shown.Index] + output + page[(shown.Index + shown.Length)..]
            );
            return;
        }

        Assert.That(
            shown.Value,
            Is.EqualTo(output),
            "SAMPLES=write dotnet test --project tests/Readme.Tests writes the page anew."
        );
    }

    private static Group OnPage(string sample)
    {
        var shown = Regex.Match(
            Repository.Read(Page),
            $@"samples/{sample}/Program\.cs\).*?```text\n(?<output>.*?)```",
            RegexOptions.Singleline
        );
        Assert.That(shown.Success, $"{Page} has no output of {sample}.");
        return shown.Groups["output"];
    }

    private static string Run(string sample, params string[] arguments)
    {
        var built = AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "Readme.Tests"),
            Path.Combine("samples", sample),
            StringComparison.Ordinal
        );
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(built, $"{sample}.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assume.That(process.ExitCode, Is.Not.EqualTo(DataAbsent), error.Result);
        Assert.That((process.ExitCode, error.Result), Is.EqualTo((0, "")));
        return output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^\[samples/(\w+)\]\(\.\./samples/\1/Program\.cs\)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
