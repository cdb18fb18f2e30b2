using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

public partial class ReadmeTests
{
    [TestCase("README.md", "Examples")]
    [TestCase("docs/library.md", "LibraryExamples")]
    public void Every_code_block_of_a_page_is_an_example_that_runs(string page, string file)
    {
        var readme = Repository.Read(page);
        var examples = Repository.Read($"tests/Readme.Tests/{file}.cs");
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
