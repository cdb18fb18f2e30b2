using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mlp.Readme.Tests;

/// <summary>What is restored is what was reviewed: every project has a lock file, and it is of the versions that are named centrally.</summary>
public sealed partial class LockFileTests
{
    private static readonly string[] Projects =
    [
        .. Paths()
            .Matches(Repository.Read("Conformance.sln"))
            .Select(match => match.Groups[1].Value.Replace('\\', '/')),
    ];

    private static readonly Dictionary<string, string> Versions = XDocument
        .Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(
            version => version.Attribute("Include")!.Value,
            version => version.Attribute("Version")!.Value
        );

    [TestCaseSource(nameof(Projects))]
    public void A_project_restores_what_its_lock_file_says(string project)
    {
        var text = Repository.Read($"{Path.GetDirectoryName(project)}/packages.cpu.lock.json");
        using var json = JsonDocument.Parse(text);
        var packages = json
            .RootElement.GetProperty("dependencies")
            .EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .ToArray();

        // No place: whoever restores takes the packages from where they are to be had.
        Assert.That(text, Does.Not.Contain("://"));
        Assert.Multiple(() =>
        {
            foreach (var package in packages)
            {
                Assert.That(
                    package.Value.GetProperty("contentHash").GetString(),
                    Does.Match("^[A-Za-z0-9+/]{86}==$"),
                    package.Name
                );
                if (Versions.TryGetValue(package.Name, out var version))
                {
                    Assert.That(
                        package.Value.GetProperty("resolved").GetString(),
                        Is.EqualTo(version),
                        package.Name
                    );
                }
            }
        });
    }

    [Test]
    public void CI_restores_in_locked_mode_before_anything_else_does()
    {
        var run = Repository.Read(".ci/run");

        Assert.That(run, Does.Contain("\ndotnet restore --locked-mode ||"));
        Assert.That(
            run.IndexOf("\ndotnet restore --locked-mode", StringComparison.Ordinal),
            Is.LessThan(run.IndexOf("\ndotnet test", StringComparison.Ordinal))
        );
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex Paths();
}
