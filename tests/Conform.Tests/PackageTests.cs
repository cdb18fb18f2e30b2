using System.IO.Compression;
using System.Text;

namespace Conform.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests
{
    // A package of the tool is fetched by everyone who wants to try it.
    private const long LargestTool = 20_000_000;

    private static readonly string[] Libraries =
    [
        "Mlp",
        "Mlp.Conformance",
        "Mlp.Conformance.NUnit",
        "Mlp.Data",
        "Mlp.Gpu",
        "Mlp.Native",
        "Mlp.OnnxRuntime",
        "Mlp.TorchSharp",
    ];

    private static readonly string[] All = [.. Libraries, "conform"];

    [Test]
    public void These_and_no_others_are_packed_without_a_warning()
    {
        var packed = Directory.EnumerateFiles(PackedFeed.Folder).Select(Path.GetFileName);

        Assert.That(
            packed,
            Is.EquivalentTo(
                All.SelectMany(name =>
                    new[]
                    {
                        $"{name}.{PackedFeed.Version}.nupkg",
                        $"{name}.{PackedFeed.Version}.snupkg",
                    }
                )
            )
        );
        Assert.That(PackedFeed.Output, Does.Not.Contain("warning"));
    }

    [TestCaseSource(nameof(All))]
    public void A_package_says_what_it_is(string name)
    {
        using var package = Open(name, "nupkg");
        var description = Text(package, $"{name}.nuspec");

        Assert.That(Names(package), Does.Contain("README.md").And.Contain("NOTICE.md"));
        Assert.That(
            description,
            Does.Contain("<license type=\"expression\">MIT</license>")
                .And.Contain("<readme>README.md</readme>")
                .And.Contain("<tags>")
                .And.Contain("<description>")
        );
        Assert.That(Text(package, "README.md"), Does.StartWith($"# {name}\n"));
        // An address is claimed only where git has a remote to take it from.
        if (!HasRemote())
        {
            Assert.That(description, Does.Not.Contain("url=").And.Not.Contain("projectUrl"));
        }
    }

    [TestCaseSource(nameof(Libraries))]
    public void A_library_has_its_documentation_and_its_symbols(string name)
    {
        using var package = Open(name, "nupkg");
        using var symbols = Open(name, "snupkg");

        Assert.That(
            Names(package),
            Does.Contain($"lib/net10.0/{name}.dll").And.Contain($"lib/net10.0/{name}.xml")
        );
        Assert.That(Names(symbols), Does.Contain($"lib/net10.0/{name}.pdb"));
    }

    [TestCaseSource(nameof(All))]
    public void Nothing_in_a_package_names_a_folder_of_the_machine_that_built_it(string name)
    {
        foreach (var kind in new[] { "nupkg", "snupkg" })
        {
            using var package = Open(name, kind);
            foreach (var entry in package.Entries)
            {
                var bytes = Bytes(entry);
                foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
                {
                    Assert.That(
                        bytes.AsSpan().IndexOf(encoding.GetBytes(Tool.Root)),
                        Is.Negative,
                        $"{kind}: {entry.FullName}"
                    );
                }
            }
        }
    }

    [Test]
    public void The_tool_is_small_and_brings_the_bridge_to_libtorch_alone()
    {
        using var package = Open("conform", "nupkg");
        string[] natives =
        [
            .. Names(package)
                .Where(name => name.Contains("/native/", StringComparison.Ordinal))
                .Select(Path.GetFileNameWithoutExtension)
                .Distinct()!,
        ];

        Assert.That(natives, Is.EquivalentTo(["libLibTorchSharp", "LibTorchSharp"]));
        Assert.That(new FileInfo(PathOf("conform", "nupkg")).Length, Is.LessThan(LargestTool));
    }

    private static bool HasRemote() =>
        Tool.Run("git", Tool.Root, new Dictionary<string, string?>(), "remote")
            is (0, var remotes, _)
        && remotes.Trim().Length > 0;

    private static string PathOf(string name, string kind) =>
        Path.Combine(PackedFeed.Folder, $"{name}.{PackedFeed.Version}.{kind}");

    private static ZipArchive Open(string name, string kind) =>
        ZipFile.OpenRead(PathOf(name, kind));

    private static string[] Names(ZipArchive package) =>
        [.. package.Entries.Select(entry => entry.FullName)];

    private static string Text(ZipArchive package, string name) =>
        Encoding.UTF8.GetString(Bytes(package.GetEntry(name)!)).ReplaceLineEndings("\n");

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
