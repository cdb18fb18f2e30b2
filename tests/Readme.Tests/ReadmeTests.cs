using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

public partial class ReadmeTests
{
    [Test]
    public void Every_code_block_of_the_README_is_an_example_that_runs()
    {
        var readme = Repository.Read("README.md");
        var examples = Repository.Read("tests/Readme.Tests/Examples.cs");
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

    [GeneratedRegex(@"// <(?<name>\w+)>\n(?<code>.*?)// </\k<name>>", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
