namespace Mlp.Conformance.Generation;

/// <summary>What a suite says now that it did not say before.</summary>
/// <param name="Added">Ids that are new.</param>
/// <param name="Rebounded">Ids that stood, with other bounds than before: a change of the policy, to be looked at.</param>
public sealed record ManifestChange(IReadOnlyList<string> Added, IReadOnlyList<string> Rebounded)
{
    private const int Shown = 20;

    /// <summary>Compares two suites; <paramref name="before"/> is null for the first one.</summary>
    /// <param name="before">The manifest that stood.</param>
    /// <param name="after">The manifest to be.</param>
    /// <param name="stood">The cases that stood in the files written anew.</param>
    /// <param name="made">The cases written.</param>
    /// <exception cref="InvalidCaseException">An id is gone, or says something else: neither ever happens to an id.</exception>
    internal static ManifestChange Between(
        Manifest? before,
        Manifest after,
        IEnumerable<Case> stood,
        IEnumerable<Case> made
    )
    {
        var known = before?.Cases ?? new Dictionary<string, string>();
        var gone = known.Keys.FirstOrDefault(id => !after.Cases.ContainsKey(id));
        if (gone is not null)
        {
            throw new InvalidCaseException(
                $"Case '{gone}' is in the manifest but no longer in the files. Ids are never taken back: keep the case."
            );
        }

        string[] changed =
        [
            .. after
                .Cases.Where(entry =>
                    known.GetValueOrDefault(entry.Key, entry.Value) != entry.Value
                )
                .Select(entry => entry.Key),
        ];
        if (changed.Length > 0)
        {
            throw new InvalidCaseException(
                $"{changed.Length} cases ask or expect something else than before; nothing was written. An id never changes its "
                    + "meaning: leave the case as it was, and give what is new an id of its own.\n"
                    + string.Join('\n', changed.Take(Shown))
                    + (changed.Length > Shown ? "\n..." : "")
            );
        }

        var bounds = stood.ToDictionary(value => value.Id, BoundsOf);
        return new(
            [.. after.Cases.Keys.Where(id => !known.ContainsKey(id))],
            [
                .. made.Where(value =>
                        bounds.TryGetValue(value.Id, out var old) && old != BoundsOf(value)
                    )
                    .Select(value => value.Id),
            ]
        );
    }

    // Without all that the hash holds.
    private static string BoundsOf(Case value) =>
        CaseJson.Write(
            new()
            {
                Id = value.Id,
                Family = value.Family,
                Op = value.Op,
                DType = value.DType,
                Source = "",
                Bounds = value.Bounds,
            }
        );
}
