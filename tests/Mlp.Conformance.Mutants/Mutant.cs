using System.Text.RegularExpressions;

namespace Mlp.Conformance.Mutants;

/// <summary>The plain backend, wrong in one way: one place of one of its files, changed.</summary>
/// <param name="Name">What is wrong, in a few words.</param>
/// <param name="Family">The family of cases that must kill it.</param>
/// <param name="Wrong">In one sentence, what it does, and who gets it wrong so.</param>
/// <param name="File">The file: <c>Truth/Dense.cs</c>, <c>Checks/Check.Labels.cs</c>.</param>
/// <param name="Original">The place, as it stands there exactly once.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record Mutant(
    string Name,
    string Family,
    string Wrong,
    string File,
    string Original,
    string Replacement
)
{
    /// <summary>Family and name: no two mutants have the same.</summary>
    public string Id => $"{Family}/{Name}";

    /// <summary>The whole file with its place changed. Where one stands, any white space may.</summary>
    /// <exception cref="InvalidOperationException">The place is not there exactly once: the file has changed, and the mutant is stale.</exception>
    public string Apply(string source)
    {
        var words = Original.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var places = Regex.Matches(source, string.Join(@"\s+", words.Select(Regex.Escape)));
        return places.Count == 1
            ? source[..places[0].Index]
                + Replacement
                + source[(places[0].Index + places[0].Length)..]
            : throw new InvalidOperationException(
                $"Mutant '{Id}' is stale: {File} holds the text that it changes {places.Count} times, not once. Write it anew:\n{Original}"
            );
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
