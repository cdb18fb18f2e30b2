using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

/// <summary>What the sources may not do, and what restoring is held to: docs/supply.md.</summary>
public sealed partial class SupplyTests
{
    private static readonly string[] Code =
    [
        ".cs",
        ".csproj",
        ".props",
        ".targets",
        ".py",
        ".mjs",
        ".sh",
        ".c",
        "run",
    ];

    // What ships or runs unasked; tests make sources of their own.
    private static readonly string[] Shipped = [".ci", "conformance", "fixtures", "src", "tools"];

    [Test]
    public void Only_one_place_downloads_and_it_checks_what_came() =>
        Assert.That(
            Found(Shipped, Downloads()).Select(found => found.File).Distinct(),
            Is.EqualTo(new[] { "src/Mlp.Data/DataSets/DataFolders.cs" })
        );

    [Test]
    public void No_address_is_asked_over_plain_http() =>
        // A name of XML, and sources that are cited in comments, are not asked.
        Assert.That(
            Found(Shipped, Plain())
                .Where(found =>
                    !found.Line.Contains("http://www.w3.org/", StringComparison.Ordinal)
                    && !found.Line.TrimStart().StartsWith("///", StringComparison.Ordinal)
                ),
            Is.Empty
        );

    [Test]
    public void No_temporary_file_has_a_name_that_another_user_can_guess() =>
        Assert.That(
            Found([.. Shipped, "tests"], Predictable())
                // Only a name to take out of messages.
                .Where(found => !found.File.EndsWith("LocalPaths.cs", StringComparison.Ordinal))
                // Makes new folders of drawn names, closed to others.
                .Where(found => found.File != "tests/Mlp.Fuzzing.Tests/Places.cs"),
            Is.Empty
        );

    [Test]
    public void No_script_makes_what_a_file_tells_it_to() =>
        Assert.That(Found(Shipped, Evaluates()), Is.Empty);

    private static IEnumerable<(string File, int Number, string Line)> Found(
        string[] folders,
        Regex pattern
    ) =>
        from folder in folders
        from path in Directory.EnumerateFiles(
            Path.Combine(Repository.Root, folder),
            "*",
            SearchOption.AllDirectories
        )
        let file = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where Code.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))
        where !Made().IsMatch(file)
        // This file names what it looks for.
        where !file.EndsWith("/SupplyTests.cs", StringComparison.Ordinal)
        from line in File.ReadLines(path).Select((text, i) => (Text: text, Number: i + 1))
        where pattern.IsMatch(line.Text)
        select (file, line.Number, line.Text);

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Made();

    [GeneratedRegex(
        @"new HttpClient|HttpClient client|WebClient|WebRequest|TcpClient|urllib|urlopen|import requests|\bcurl |\bwget |\bfetch\(|<DownloadFile|pip install|npm install"
    )]
    private static partial Regex Downloads();

    [GeneratedRegex("http://")]
    private static partial Regex Plain();

    [GeneratedRegex(
        @"GetTempPath|GetTempFileName|""/tmp|'/tmp|>\s*/tmp|/dev/shm|tempfile\.mktemp|gettempdir|os\.tmpdir"
    )]
    private static partial Regex Predictable();

    [GeneratedRegex(
        @"\bpickle\b|allow_pickle\s*=\s*True|(?<![.\w])(eval|exec)\(|yaml\.load\(|new Function\(|TypeNameHandling"
    )]
    private static partial Regex Evaluates();
}
