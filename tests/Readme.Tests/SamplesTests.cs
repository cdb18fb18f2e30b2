using System.Diagnostics;
using System.Text.RegularExpressions;
using Mlp.Data;

namespace Mlp.Readme.Tests;

/// <summary>docs/samples.md shows what the samples print. <c>SAMPLES=write dotnet test --project tests/Readme.Tests</c> writes it anew.</summary>
[NonParallelizable] // each wants all processors
public partial class SamplesTests
{
    private const string Page = "docs/samples.md";

    [TestCase("HousingRegression")]
    [TestCase("ExpertsAndCrowd")]
    [TestCase("ImbalancedClasses")]
    [TestCase("LossesAndOptimizers")]
    public void A_sample_prints_what_the_page_shows(string sample) => Hold(sample, Run(sample));

    // Of a net that answers nothing: a proxy that is not there.
    [TestCase("HousingRegression", "california-housing")]
    [TestCase("ExpertsAndCrowd", "fashion-mnist")]
    [TestCase("ImbalancedClasses", "fashion-mnist")]
    [TestCase("LossesAndOptimizers", "california-housing")]
    [TestCase("FashionClassifier", "fashion-mnist")]
    public void A_sample_whose_data_is_nowhere_asks_the_net_and_says_where_to_put_it(
        string sample,
        string data
    )
    {
        var cache = Directory.CreateTempSubdirectory("samples").FullName;
        try
        {
            // No net, whatever the machine has: a proxy that is not there, by both spellings, and nothing past it.
            const string Nowhere = "http://127.0.0.1:1";
            var (exit, _, error) = Start(
                sample,
                new()
                {
                    ["MLP_DATA"] = "",
                    ["XDG_DATA_HOME"] = cache,
                    ["LOCALAPPDATA"] = cache,
                    ["https_proxy"] = Nowhere,
                    ["HTTPS_PROXY"] = Nowhere,
                    ["no_proxy"] = "",
                    ["NO_PROXY"] = "",
                }
            );

            Assert.That(exit, Is.Not.Zero);
            Assert.That(
                error,
                Does.Match(
                    $"of {data} could not be downloaded from https://.* Put it into '.*', or .*MLP_DATA"
                )
            );
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    [TestCase("many")]
    [TestCase("0")]
    public void What_is_no_number_of_epochs_is_refused_in_one_line(string epochs)
    {
        var (exit, output, error) = Start("FashionClassifier", [], epochs);

        Assert.That((exit, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.Contain($"'{epochs}'"));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

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
        // Nothing is downloaded for a test.
        var here = Code(sample).Contains("FashionMnist", StringComparison.Ordinal)
            ? FashionMnist.IsAvailable()
            : CaliforniaHousing.IsAvailable();
        Assume.That(here, $"The data of {sample} is not here; set MLP_DATA.");
        var (exit, output, error) = Start(sample, [], arguments);
        Assert.That((exit, error), Is.EqualTo((0, "")));
        return output.ReplaceLineEndings("\n");
    }

    private static string Code(string sample) => Repository.Read($"samples/{sample}/Program.cs");

    private static (int ExitCode, string Output, string Error) Start(
        string sample,
        Dictionary<string, string> environment,
        params string[] arguments
    )
    {
        var built = AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "Readme.Tests"),
            Path.Combine("samples", sample),
            StringComparison.Ordinal
        );
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(built, $"{sample}.dll"), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    [GeneratedRegex(@"^\[samples/(\w+)\]\(\.\./samples/\1/Program\.cs\)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
