using System.Text;
using System.Text.RegularExpressions;

namespace Mlp.Readme.Tests;

/// <summary>docs/keras.md shows the code of <see cref="KerasCalls"/>, and nothing else in its tables.</summary>
public partial class KerasPageTests
{
    private const string Page = "docs/keras.md";

    [Test]
    public void The_tables_show_the_code_that_ran()
    {
        var page = Repository.Read(Page);
        var tables = Tables(Repository.Read("tests/Readme.Tests/KerasCalls.cs"));
        var start = page.IndexOf("\n## ", StringComparison.Ordinal) + 1;
        if (Environment.GetEnvironmentVariable("KERAS") == "write")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Page), page[..start] + tables);
            return;
        }

        Assert.That(
            page[start..],
            Is.EqualTo(tables),
            "KERAS=write dotnet test --project tests/Readme.Tests writes the page anew."
        );
    }

    private static string Tables(string source)
    {
        var text = new StringBuilder();
        var lines = source.Split('\n', StringSplitOptions.TrimEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("// ## ", StringComparison.Ordinal))
            {
                text.Append(text.Length > 0 ? "\n" : "")
                    .Append(lines[i][3..])
                    .Append("\n\n| there | here |\n| --- | --- |\n");
            }
            else if (Call().Match(lines[i]) is { Success: true } call)
            {
                var code = lines.Skip(i + 1).TakeWhile(line => line.Length > 0);
                text.Append(
                    $"| {call.Groups["library"]}: `{call.Groups["call"]}` | `{OneLine(code)}` |\n"
                );
            }
        }

        return text.ToString();
    }

    private static string OneLine(IEnumerable<string> lines) =>
        Inner().Replace(string.Join(' ', lines), "$1$2");

    [GeneratedRegex("^// (?<library>Keras|scikit-learn|NumPy|pandas|Python): (?<call>.+)$")]
    private static partial Regex Call();

    // A line break after an opening or before a closing bracket, or before a point.
    [GeneratedRegex(@"(\() | (\)|\.(?=\w))")]
    private static partial Regex Inner();
}
