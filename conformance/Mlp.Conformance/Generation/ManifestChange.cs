namespace Mlp.Conformance.Generation;

/// <summary>What a suite says now that it did not say before.</summary>
/// <param name="Added">Ids that are new.</param>
/// <param name="Changed">Ids whose inputs, expectation or bounds are others than before: to be looked at, one by one.</param>
public sealed record ManifestChange(IReadOnlyList<string> Added, IReadOnlyList<string> Changed)
{
    /// <summary>Compares two manifests; <paramref name="before"/> is null for the first one.</summary>
    /// <exception cref="InvalidCaseException">An id is gone: cases are never taken back.</exception>
    internal static ManifestChange Between(Manifest? before, Manifest after)
    {
        var known = before?.Cases ?? new Dictionary<string, string>();
        var gone = known.Keys.FirstOrDefault(id => !after.Cases.ContainsKey(id));
        return gone is null
            ? new(
                [.. after.Cases.Keys.Where(id => !known.ContainsKey(id))],
                [
                    .. after
                        .Cases.Where(entry =>
                            known.GetValueOrDefault(entry.Key, entry.Value) != entry.Value
                        )
                        .Select(entry => entry.Key),
                ]
            )
            : throw new InvalidCaseException(
                $"Case '{gone}' is in the manifest but no longer in the files. Ids are never taken back: keep the case, or "
                    + "remove it from the manifest by hand and say why in the commit."
            );
    }
}
