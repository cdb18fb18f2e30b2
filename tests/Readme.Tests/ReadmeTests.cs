using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

public partial class ReadmeTests
{
    [Test]
    public void Every_code_block_of_the_README_is_an_example_that_runs()
    {
        var folder = Path.GetDirectoryName(ThisFile())!;
        var readme = File.ReadAllText(Path.Combine(folder, "..", "..", "README.md"));
        var examples = File.ReadAllText(Path.Combine(folder, "Examples.cs"));
        string[] run =
        [
            .. Marked().Matches(examples).Select(match => Dedent(match.Groups["code"].Value)),
        ];
        string[] shown =
        [
            .. Fenced().Matches(readme).Select(match => match.Groups["code"].Value.Trim()),
        ];

        Assert.That(shown, Is.EquivalentTo(run));
    }

    private static string Dedent(string code) =>
        string.Join(
                '\n',
                code.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim())
            )
            .Trim();

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"// <(?<name>\w+)>\n(?<code>.*?)// </\k<name>>", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
