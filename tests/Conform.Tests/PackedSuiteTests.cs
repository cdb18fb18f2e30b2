using System.Text.RegularExpressions;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>
/// The suite as a third party has it: the packages are packed, and <c>fixtures/examples/dotnet</c> is copied away, built from them and
/// nothing else of this repository, and its tests are run.
/// </summary>
public sealed class PackedSuiteTests
{
    // A backend that declines what it does, and one whose class hides the suite behind members of the same names.
    private const string More = """
        using Mlp;
        using Mlp.Conformance;
        using Mlp.Conformance.NUnit;
        using NUnit.Framework;

        namespace Sample;

        public sealed class Stale : IBackendUnderTest
        {
            public static string Name => "stale";
            public static IBackend Create() => new MyBackend();
            public static IReadOnlyList<Decline> Declines =>
                [.. Mine.Declines, new(DeclineKind.Unsupported, "No means yet.") { Ops = ["running_mean"] }];
        }

        public sealed class Differing : IBackendUnderTest
        {
            public static string Name => "differing";
            public static IBackend Create() => new MyBackend();
            public static IReadOnlyList<Decline> Declines =>
                [.. Mine.Declines, new(DeclineKind.Differs, "Means are rounded.") { Ops = ["running_mean"] }];
        }

        public sealed class Weakened : IBackendUnderTest
        {
            public static string Name => "weakened";
            public static IBackend Create() => new MyBackend();
            public static IReadOnlyList<Decline> Declines => [];
        }

        public sealed class Odd : IBackendUnderTest
        {
            public static string Name => "odd \"1\" (a&b|c) $HOME";
            public static IBackend Create() => new MyBackend();
        }

        public sealed class Unused : IBackendUnderTest
        {
            public static string Name => "unused";
            public static IBackend Create() => new MyBackend();
        }

        [TestFixture]
        public sealed class StaleConforms : ConformanceSuite<Stale>;

        [TestFixture]
        public sealed class DifferingConforms : ConformanceSuite<Differing>;

        [TestFixture]
        public sealed class OddConforms : ConformanceSuite<Odd>;

        [TestFixture(1)]
        public sealed class OddOfOneConforms(int number) : ConformanceSuite<Odd>
        {
            public int Number => number;
        }

        [TestFixture]
        public sealed class WeakenedConforms : ConformanceSuite<Weakened>
        {
            public static IEnumerable<TestCaseData> Cases => [];
            public new void Holds(Case value) { }
            public new void LeaveResults() { }
        }
        """;

    private string folder = "";

    private string Sample => Path.Combine(folder, "sample");

    [OneTimeSetUp]
    public void BuildFromPackages()
    {
        folder = Directory.CreateTempSubdirectory("packed").FullName;
        Directory.CreateDirectory(Sample);
        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(Tool.Root, "fixtures", "examples", "dotnet")
            )
        )
        {
            File.Copy(file, Path.Combine(Sample, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(Sample, "More.cs"), More);
        // What is not of this repository was restored with it; nothing is asked of anywhere else.
        PackedFeed.Succeed(
            Tool.Dotnet(
                "build",
                Path.Combine(Sample, "Sample.csproj"),
                "--source",
                PackedFeed.Folder,
                $"-p:SuiteVersion={PackedFeed.Version}",
                $"-p:RestorePackagesPath={Path.Combine(folder, "packages")}",
                $"-p:RestoreFallbackFolders={GlobalPackages()}",
                "-p:NuGetAudit=false"
            )
        );
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_sample_passes_with_its_declines_every_case_a_test()
    {
        var (exit, output) = Run("mine");

        Assert.That(exit, Is.Zero, output);
        Assert.That(Count(output, "total"), Is.EqualTo(Fixtures.All.Count + 1));
        Assert.That(Count(output, "failed"), Is.Zero);
    }

    [Test]
    public void A_decline_of_what_it_does_fails()
    {
        var (exit, output) = Run("stale");

        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(
            Count(output, "failed"),
            Is.EqualTo(
                // ... and the test of declines, which names the rule.
                1 + Fixtures.All.Count(value => value.Op == "running_mean" && !value.ExpectsRefusal)
            )
        );
        Assert.That(output, Does.Contain("No means yet."));
    }

    [Test]
    public void A_decline_of_a_difference_that_is_none_fails()
    {
        var (exit, output) = Run("differing");

        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(Count(output, "failed"), Is.EqualTo(1));
        Assert.That(
            output,
            Does.Contain("These declines of differing no longer hold")
                .And.Contain("Means are rounded.")
        );
    }

    [Test]
    public void A_class_cannot_weaken_the_suite()
    {
        var (exit, output) = Run("weakened");

        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(Count(output, "total"), Is.EqualTo(Fixtures.All.Count + 1));
        Assert.That(output, Does.Contain("no decline covers it"));
    }

    // Whatever the backend is called, and with a name of the class that a filter would not take as it stands.
    [TestCase("OddConforms")]
    [TestCase("OddOfOneConforms")]
    [Platform("Linux")]
    public void A_failing_case_says_how_to_run_just_it(string suite)
    {
        var said = Regex.Match(
            RunFilter($"FullyQualifiedName~{suite}&TestCategory=losses").Output,
            "run just this: (dotnet test .+)"
        );
        Assert.That(said.Success);

        var (exit, output, error) = Tool.Run(
            "sh",
            Sample,
            new Dictionary<string, string?>(),
            "-c",
            $"{said.Groups[1].Value} --no-build"
        );

        Assert.That(exit, Is.Not.Zero, output + error);
        Assert.That(
            (Count(output, "total"), Count(output, "failed")),
            Is.EqualTo((1, 1)),
            output + error
        );
    }

    [Test]
    public void What_is_missing_or_hidden_is_named()
    {
        var (exit, output) = Run(null);

        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(
            output,
            Does.Contain(
                    "Unused is a backend, and no class that NUnit runs inherits ConformanceSuite<Unused>."
                )
                .And.Contain("WeakenedConforms hides Holds of the suite.")
        );
        Assert.That(output, Does.Not.Contain("Mine is a backend"));
    }

    // What it was built with are the packages; what judges it is the tool.
    [Test]
    public void The_tool_runs_the_backend_of_the_sample_in_a_worker()
    {
        var declines = Path.Combine(folder, "declines.json");
        File.WriteAllText(
            declines,
            """
            [{"kind": "unsupported", "reason": "Squared and absolute errors only.",
              "op": ["binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"]}]
            """
        );

        var (exit, output, error) = Tool.Conform(
            "run",
            "--isolate",
            "--backend",
            Path.Combine(Sample, "bin", "Debug", "net10.0", "Sample.dll"),
            "--declines",
            declines,
            "--family",
            "losses"
        );

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("mine").And.Contain("passed").And.Contain("declined"));
    }

    private (int Exit, string Output) Run(string? backend) =>
        RunFilter(
            backend is null ? "FullyQualifiedName~MineIsComplete" : $"TestCategory={backend}"
        );

    private (int Exit, string Output) RunFilter(string filter)
    {
        var executable = Path.Combine(Sample, "bin", "Debug", "net10.0", "Sample.dll");
        var (exit, output, error) = Tool.Dotnet(executable, "--filter", filter);
        return (exit, output + error);
    }

    private static int Count(string output, string what) =>
        int.Parse(Regex.Match(output, $@"{what}: (\d+)").Groups[1].Value);

    private static string GlobalPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".nuget",
            "packages"
        );
}
