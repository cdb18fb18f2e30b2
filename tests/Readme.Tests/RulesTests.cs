using System.Text.RegularExpressions;
using Mlp.Conformance;

namespace Mlp.Readme.Tests;

/// <summary>docs/rules.md names every rule, and only cases that exist.</summary>
public partial class RulesTests
{
    private const int Rules = 40;

    private static readonly Dictionary<int, string[]> Page = Rows()
        .Matches(Repository.Read("docs/rules.md"))
        .ToDictionary(
            row => int.Parse(row.Groups["rule"].Value),
            row =>
                Ids().Matches(row.Groups["cases"].Value).Select(id => id.Groups[1].Value).ToArray()
        );

    [Test]
    public void Every_rule_is_held_by_a_case() =>
        Assert.Multiple(() =>
        {
            Assert.That(Page.Keys, Is.EqualTo(Enumerable.Range(1, Rules)));
            Assert.That(Page.Where(row => row.Value.Length == 0), Is.Empty);
        });

    [Test]
    public void Every_case_named_exists()
    {
        var known = Fixtures.All.Select(value => value.Id).ToHashSet();

        Assert.That(Page.SelectMany(row => row.Value).Where(id => !known.Contains(id)), Is.Empty);
    }

    [GeneratedRegex(@"^\| (?<rule>\d+) \|.*\| (?<cases>[^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Ids();
}
