using System.Text.RegularExpressions;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>What <c>conform judge</c> prints of each family.</summary>
internal static partial class JudgedFamilies
{
    /// <summary>Every case of these families is declined, every other one passed.</summary>
    public static void AssertDone(string output, IReadOnlyList<string> declined)
    {
        foreach (var family in Families.All)
        {
            var line = output
                .Split('\n')
                .Single(row => row.TrimStart().StartsWith($"{family} ", StringComparison.Ordinal));
            var counts = Counts()
                .Matches(line)
                .ToDictionary(
                    match => match.Groups[2].Value,
                    match => int.Parse(match.Groups[1].Value)
                );
            var good = declined.Contains(family) ? "declined" : "passed";
            Assert.That(
                counts.GetValueOrDefault(good) + counts.GetValueOrDefault("warned"),
                Is.EqualTo(Fixtures.Of(family).Count),
                line
            );
        }
    }

    [GeneratedRegex(@"(\d+) ([a-z]+)")]
    private static partial Regex Counts();
}
