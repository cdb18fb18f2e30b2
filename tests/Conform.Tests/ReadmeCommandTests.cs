using System.Text.RegularExpressions;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>The README's commands that select tests select what they say.</summary>
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

    [GeneratedRegex(@"total: (\d+)")]
    private static partial Regex Total();
}
