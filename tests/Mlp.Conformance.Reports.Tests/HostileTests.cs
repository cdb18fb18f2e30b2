using System.Text.Json;
using System.Xml.Linq;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>What a stranger's cases and backends say is text, whatever it looks like.</summary>
[Category("browser")]
public class HostileTests
{
    // Ends of script and comment, markup, quotes, a text that runs from right to left, control characters, half of a pair, places of the
    // page's own template.
    private const string Text =
        "</script><script>window.hacked = 1</script><!-- <img src=x onerror=\"window.hacked = 2\"> ]]> ' \" ` ``` | @all "
        + "\u202Egnp.exe \u05D0\u05D1 \u0000\u0007\u2028 \uD800 {{script}} {{data}} &amp; $(rm) \\";

    private static readonly string Id = "mine/" + Text;

    private static readonly Report Hostile = Make();

    [Test]
    public void The_page_runs_none_of_it()
    {
        using var page = Browser.Open(
            HtmlReport.ToHtml(Hostile),
            "#case=" + Uri.EscapeDataString(Id.Replace('\uD800', '\uFFFD'))
        );

        Assert.That(page.Script("return window.hacked === undefined"), Is.True);
        Assert.That(
            page.Script("return document.querySelectorAll('img, iframe, object').length"),
            Is.Zero
        );
        Assert.That(page.Script("return document.scripts.length"), Is.EqualTo(2));
        var told = (string)page.Script("return document.getElementById('case').innerText")!;
        Assert.That(told, Does.Contain("onerror=\"window.hacked = 2\"").And.Contain("{{script}}"));
        // What turns text around or cannot be seen is named.
        Assert.That(told, Does.Contain("\u2039U+202E\u203A").And.Not.Contain("\u202E"));
        Assert.That(page.Errors(), Is.Empty);
    }

    [Test]
    public void Its_data_cannot_end_their_place()
    {
        var html = HtmlReport.ToHtml(Hostile);
        var start = html.IndexOf("id=\"data\">", StringComparison.Ordinal) + "id=\"data\">".Length;
        var data = html[start..html.IndexOf("</script>", start, StringComparison.Ordinal)];

        Assert.That(data, Does.Not.Contain('<').And.Not.Contain('&').And.Not.Contain('\u202E'));
        using var json = JsonDocument.Parse(data);
        Assert.That(
            json.RootElement.GetProperty("cases").GetProperty("id")[0].GetString(),
            Is.EqualTo(Id.Replace('\uD800', '\uFFFD'))
        );
    }

    [Test]
    public void JUnit_stays_XML()
    {
        var xml = XDocument.Parse(JUnitXml.ToXml(Hostile));

        Assert.That(xml.Descendants("testcase").Count(), Is.EqualTo(1));
        Assert.That(
            xml.Descendants("testcase").Single().Attribute("name")!.Value,
            Does.Contain("</script>").And.Contain("\uFFFD")
        );
    }

    [Test]
    public void Markdown_keeps_its_cells_and_fences()
    {
        var lines = Markdown.ToMarkdown(Hostile).Split('\n');
        var header = lines.Single(line => line.StartsWith("| family |", StringComparison.Ordinal));

        Assert.That(header.Replace("\\|", "").Count(c => c == '|'), Is.EqualTo(4));
        Assert.That(header, Does.Not.Contain('<').And.Not.Contain("@"));
        // The text has a fence of three in it.
        Assert.That(
            lines.Count(line => line.StartsWith("````", StringComparison.Ordinal)),
            Is.EqualTo(2)
        );
    }

    private static Report Make()
    {
        var value = Fixtures.Of("losses")[0] with
        {
            Id = Id,
            Notes = Text,
            Source = Text,
            Tags = [Text],
        };
        return Report.Of(
            new(
                Text,
                [value],
                [
                    new(
                        Text,
                        Text,
                        new Dictionary<string, string> { [Text] = Text },
                        new Dictionary<string, Result>
                        {
                            [Id] = new(Id, Text, ResultStatus.Error, Node.Map.Empty, Text),
                        },
                        [],
                        FailureText.JudgeCommand("conform", Text)
                    ),
                ],
                Sample.Made
            )
            {
                Mutants = new(Text, [new(Text, Text, Text, Text, 1, 2)]),
                Histories =
                [
                    new(Text, Text, [1], new Dictionary<string, double[]> { [Text] = [1] }),
                ],
            }
        );
    }
}
