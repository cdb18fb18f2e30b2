using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlp.Conformance.Reports;

/// <summary>Reads the table of <c>docs/mutants.md</c>, as its test writes it.</summary>
public static partial class MutantPage
{
    private const string Header =
        "| what it does | family | mutant | first killing case | killed by |";

    /// <summary>The rows of the table.</summary>
    /// <param name="path">The page.</param>
    /// <exception cref="InvalidDataException">The page has no such table, or a row of another form; the message names the line.</exception>
    public static IReadOnlyList<MutantRow> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var start = Array.IndexOf(lines, Header);
        if (start < 0)
        {
            throw new InvalidDataException(
                $"{path} has no table of mutants ('{Header}'); docs/mutants.md has one."
            );
        }

        return
        [
            .. lines
                .Skip(start + 2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select((line, i) => Row(line, path, start + 3 + i)),
        ];
    }

    private static MutantRow Row(string line, string path, int number)
    {
        var match = Form().Match(line);
        return match.Success
            ? new(
                Escape().Replace(match.Groups["wrong"].Value, "$1"),
                match.Groups["family"].Value,
                match.Groups["name"].Value,
                match.Groups["first"] is { Success: true, Value: var first } ? first : null,
                int.Parse(match.Groups["killers"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["cases"].Value, CultureInfo.InvariantCulture)
            )
            : throw new InvalidDataException(
                $"{path}, line {number}: no row of the table of mutants: {line}"
            );
    }

    [GeneratedRegex(
        @"^\| (?<wrong>.+) \| (?<family>\w+) \| `(?<name>[^`]+)` \| (?:`(?<first>[^`]+)`|none) \| (?<killers>\d{1,9}) of (?<cases>\d{1,9}) \|$"
    )]
    private static partial Regex Form();

    [GeneratedRegex(@"\\([|*])")]
    private static partial Regex Escape();
}
