using System.Text.RegularExpressions;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>The README's commands do what it says of them.</summary>
public partial class ReadmeCommandTests
{
    [Test]
    public void The_filter_of_the_README_runs_one_family_on_one_backend()
    {
        const string Filter = "TestCategory=cpu&TestCategory=loss_gradients";
        Assert.That(
            File.ReadAllText(Path.Combine(Tool.Root, "README.md")),
            Does.Contain(
                $"dotnet test --project conformance/Mlp.Conformance.Tests --filter \"{Filter}\""
            )
        );

        // Built already, and without the report of the run that this test is part of.
        var (exit, output, _) = Tool.Dotnet(
            "test",
            "--project",
            "conformance/Mlp.Conformance.Tests",
            "--no-build",
            "-p:TestingPlatformCommandLineArguments=",
            "--filter",
            Filter
        );

        Assert.That(exit, Is.Zero, output);
        Assert.That(
            int.Parse(Total().Match(output).Groups[1].Value),
            Is.EqualTo(Fixtures.Of("loss_gradients").Count)
        );
    }

    // The native backend gives the same bits on every machine; what of libtorch is within bounds and what warns differs between CPUs.
    [Test]
    public void The_table_of_the_README_is_what_its_first_command_prints()
    {
        var readme = File.ReadAllText(Path.Combine(Tool.Root, "README.md"));
        var table = TableOf(readme.Split("What the first prints")[1].Split("```")[1]);
        var (exit, output, error) = Tool.Conform("run", "--backend", "cpu");
        var printed = TableOf(output);

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(table.Keys, Is.EquivalentTo([.. Families.All, "all"]));
        // Without the data of fit_real other cases are absent, and the sums are others.
        var hasData = !printed["fit_real"][0].Contains("absent", StringComparison.Ordinal);
        foreach (var family in table.Keys.Where(key => hasData || key is not ("fit_real" or "all")))
        {
            Assert.That(printed[family][0], Is.EqualTo(table[family][0]), family);
        }

        foreach (var family in Families.All)
        {
            Assert.That(Count(table[family][1]), Is.EqualTo(Count(table[family][0])), family);
        }

        static int Count(string verdicts) =>
            Number().Matches(verdicts).Sum(match => int.Parse(match.Value));
    }

    // By family, the verdicts of each backend.
    private static Dictionary<string, string[]> TableOf(string text) =>
        text.Split('\n')
            .Select(line => Columns().Split(line.Trim()))
            .Where(cells =>
                cells.Length > 1 && (cells[0] == "all" || Families.All.Contains(cells[0]))
            )
            .ToDictionary(
                cells => cells[0],
                cells => cells[1..].Where((_, i) => i % 2 == 0).ToArray()
            );

    [GeneratedRegex(" {2,}")]
    private static partial Regex Columns();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"total: (\d+)")]
    private static partial Regex Total();
}
