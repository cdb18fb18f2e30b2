using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

/// <summary>Files are written in one way alone, <c>Aside</c>, so that what is shown of it holds for all of them.</summary>
public partial class WritersTests
{
    private const string Seam = "src/Mlp.Data/Readers/Aside.cs";

    // A library made for one process, in a folder of its own that is gone with it.
    private const string Placeholder = "src/Mlp.TorchSharp/Loading/ElfPlaceholder.cs";

    // Grows by a line a result, each with a hash of itself: half of one is never taken for a whole one.
    private const string Journal = "conformance/Mlp.Conformance/Results/Journal.cs";

    // Standard output under another number, and no file.
    private const string Channel = "tools/conform/Isolation/Channel.cs";

    // A page of the docs, which git has.
    private const string Mutation = "tools/mutation/mutate.cs";

    [Test]
    public void No_source_writes_a_file_but_by_the_one_seam()
    {
        var writers =
            from folder in new[] { "src", "conformance", "tools" }
            from file in Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder),
                "*.cs",
                SearchOption.AllDirectories
            )
            let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
            where
                !path.Contains("/obj/", StringComparison.Ordinal)
                && !path.Contains(".Tests/", StringComparison.Ordinal)
            where Writing().IsMatch(File.ReadAllText(file))
            select path;

        Assert.That(
            writers,
            Is.EquivalentTo(new[] { Seam, Placeholder, Journal, Channel, Mutation })
        );
    }

    [GeneratedRegex(
        @"\bFile\.(Write|Append|Create|Copy|Replace|Move|OpenWrite|Open\()|new FileStream\(|new StreamWriter\(|FileMode\.(Create|Append|OpenOrCreate)"
    )]
    private static partial Regex Writing();
}
