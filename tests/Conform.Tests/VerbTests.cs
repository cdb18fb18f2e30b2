using System.CommandLine;
using Conform.Verbs;

namespace Conform.Tests;

/// <summary>What holds for every verb.</summary>
public class VerbTests
{
    private static IEnumerable<TestCaseData> Verbs() =>
        RootVerb
            .Create()
            .Subcommands.SelectMany(verb =>
                verb.Subcommands.Count == 0
                    ? [(verb.Name, Verb: verb)]
                    : verb.Subcommands.Select(part => ($"{verb.Name} {part.Name}", Verb: part))
            )
            .Where(entry => !entry.Verb.Hidden)
            .Select(entry => new TestCaseData(entry.Verb).SetArgDisplayNames(entry.Item1));

    [TestCaseSource(nameof(Verbs))]
    public void Help_shows_an_example_that_parses(Command verb)
    {
        var examples = verb.Description!.Split('\n')
            .Select(line => line.Replace("Example:", "").Trim())
            .Where(line => line.StartsWith("conform ", StringComparison.Ordinal))
            .ToArray();

        Assert.That(examples, Is.Not.Empty);
        foreach (var example in examples)
        {
            Assert.That(
                RootVerb.Create().Parse(example["conform ".Length..]).Errors,
                Is.Empty,
                example
            );
        }
    }

    [TestCaseSource(nameof(Verbs))]
    public void Json_can_be_asked_for(Command verb) =>
        Assert.That(verb.Options.Select(option => option.Name), Does.Contain("--json"));

    [TestCaseSource(nameof(Verbs))]
    public void Every_option_and_argument_is_described(Command verb) =>
        Assert.That(
            verb.Options.Cast<Symbol>()
                .Concat(verb.Arguments)
                .Where(symbol => !symbol.Hidden && string.IsNullOrEmpty(symbol.Description))
                .Select(symbol => symbol.Name),
            Is.Empty
        );
}
