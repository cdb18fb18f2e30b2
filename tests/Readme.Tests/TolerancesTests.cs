using Mlp.Conformance;

namespace Mlp.Readme.Tests;

/// <summary>docs/tolerances.md says what the policy says.</summary>
public class TolerancesTests
{
    [TestCaseSource(nameof(Names))]
    public void The_page_has_the_row_of_every_entry(string name)
    {
        var entry = Tolerance.Entries[name];
        var page = Repository
            .Read("docs/tolerances.md")
            .Replace("\\", "", StringComparison.Ordinal);

        Assert.That(page, Does.Contain($"| `{name}` | {entry.Formula} | {entry.Reason} |"));
    }

    private static IEnumerable<string> Names() => Tolerance.Entries.Keys;
}
