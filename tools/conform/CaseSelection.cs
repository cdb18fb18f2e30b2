using System.CommandLine;
using Mlp.Conformance;

namespace Conform;

/// <summary>Which cases a verb works on: the files that hold them, and the families and ids that are asked of these.</summary>
internal sealed class CaseSelection
{
    private readonly Option<string[]> cases = new("--cases")
    {
        Description =
            "Folder, .parquet or .jsonl with cases; may be repeated. The embedded suite when left out.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> families = new("--family")
    {
        Description = "Only cases of this family; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> ids = new("--id")
    {
        Description = "Only the case of this id; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The options, for a command.</summary>
    public IReadOnlyList<Option> Options => [cases, families, ids];

    /// <summary>The files named; none for the embedded suite.</summary>
    public string[] Files(ParseResult parsed) => parsed.GetValue(cases)!;

    /// <summary>Whether only some cases of the files are asked for.</summary>
    public bool IsPart(ParseResult parsed) =>
        parsed.GetValue(families)!.Length > 0 || parsed.GetValue(ids)!.Length > 0;

    /// <summary>All cases of the files.</summary>
    /// <exception cref="InvalidCaseException">An id is in more than one of them.</exception>
    public IReadOnlyList<Case> All(ParseResult parsed)
    {
        var paths = Files(parsed);
        var all = paths.Length == 0 ? Fixtures.All : [.. paths.SelectMany(CaseFile.Read)];
        return
            all.GroupBy(value => value.Id).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InvalidCaseException(
                $"Case '{twice.Key}' is in more than one of the files given ({string.Join(", ", paths)}); leave one out, or give its case "
                    + "another id."
            )
            : all;
    }

    /// <summary>Those of all cases that are asked for.</summary>
    /// <exception cref="ArgumentException">A family or an id is unknown; the message names the nearest one.</exception>
    public IReadOnlyList<Case> Asked(ParseResult parsed, IReadOnlyList<Case> all)
    {
        var (ofFamilies, ofIds) = (parsed.GetValue(families)!, parsed.GetValue(ids)!);
        foreach (var family in ofFamilies.Except(Families.All))
        {
            throw Mlp.Names.Unknown("family", family, Families.All);
        }

        foreach (var id in ofIds.Except(all.Select(value => value.Id)))
        {
            throw Mlp.Names.Unknown("case", id, all.Select(value => value.Id));
        }

        return
        [
            .. all.Where(value =>
                (ofFamilies.Length == 0 || ofFamilies.Contains(value.Family))
                && (ofIds.Length == 0 || ofIds.Contains(value.Id))
            ),
        ];
    }
}
