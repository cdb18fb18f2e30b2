using Mlp.Conformance;

namespace Conform;

/// <summary>The cases that a command is about.</summary>
internal static class CaseSelection
{
    /// <summary>The cases of the files, or of the embedded suite when none are named.</summary>
    /// <exception cref="InvalidCaseException">A file holds none, or two hold the same.</exception>
    public static IReadOnlyList<Case> All(string[] paths)
    {
        IReadOnlyList<Case> all =
            paths.Length == 0 ? Fixtures.All : [.. paths.SelectMany(CaseFile.Read)];
        return
            all.GroupBy(value => value.Id).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InvalidCaseException(
                $"Case '{twice.Key}' is in more than one of the files given."
            )
            : all;
    }

    /// <summary>Those of the families and ids named; all where none are.</summary>
    /// <exception cref="ArgumentException">A family or an id is unknown; the message names the nearest known one.</exception>
    public static IReadOnlyList<Case> Select(
        IReadOnlyList<Case> all,
        string[] families,
        string[] ids
    )
    {
        foreach (var family in families.Except(Families.All))
        {
            throw Mlp.Names.Unknown("family", family, Families.All);
        }

        foreach (var id in ids.Except(all.Select(value => value.Id)))
        {
            throw Mlp.Names.Unknown(
                "case",
                id,
                all.Select(value => value.Id).Where(known => Near(known, id))
            );
        }

        return
        [
            .. all.Where(value =>
                (families.Length == 0 || families.Contains(value.Family))
                && (ids.Length == 0 || ids.Contains(value.Id))
            ),
        ];
    }

    // A list of all ids would not be read: those of the same family, or all when the family is unknown too.
    private static bool Near(string known, string id) =>
        !id.Contains('/', StringComparison.Ordinal) || known.Split('/')[0] == id.Split('/')[0];
}
