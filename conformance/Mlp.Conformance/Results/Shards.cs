namespace Mlp.Conformance;

/// <summary>Puts the results of shards together.</summary>
public static class Shards
{
    // A longer list says no more.
    private const int Named = 20;

    /// <summary>
    /// The results of all shards of one run, as the run would have given them uncut: the same results in the same order. Of what ran
    /// (<see cref="ResultSet.Environments"/>), all distinct values are kept where shards differ, as they do on machines of several kinds.
    /// </summary>
    /// <param name="shards">Every shard, in any order, with the name of its file.</param>
    /// <exception cref="InvalidCaseException">A shard is missing, there twice, none, or of another run; the message says which, and what differs.</exception>
    public static ResultSet Merge(IReadOnlyList<(string Path, ResultSet Set)> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        if (shards.Count == 0)
        {
            throw new InvalidCaseException("There are no shards to merge.");
        }

        (string Path, ResultSet Set, ShardNote Note)[] noted =
        [
            .. shards.Select(shard =>
                (
                    shard.Path,
                    shard.Set,
                    shard.Set.Shard
                        ?? throw new InvalidCaseException(
                            $"{shard.Path} is no shard: it has no note of the run that it is a part of. Merge what 'run --shard' wrote."
                        )
                )
            ),
        ];
        var first = noted[0];
        foreach (var other in noted.Skip(1))
        {
            CheckSameRun(first, other);
        }

        CheckAllOnce([.. noted.Select(shard => (shard.Path, shard.Note.Shard))]);
        var positions = Positions([.. noted.Select(shard => (shard.Path, shard.Note))]);
        foreach (var (path, set, note) in noted)
        {
            CheckResults(path, set, note);
        }

        var backends = first.Note.Backends;
        return new(
            [
                .. noted
                    .SelectMany(shard => shard.Set.Results)
                    .OrderBy(result => backends.ToList().IndexOf(result.Backend))
                    .ThenBy(result => positions[result.Id]),
            ],
            backends.ToDictionary(
                backend => backend,
                IReadOnlyDictionary<string, string> (backend) =>
                    Environment([.. noted.Select(shard => Of(shard.Set, backend))])
            )
        );
    }

    private static void CheckSameRun(
        (string Path, ResultSet Set, ShardNote Note) first,
        (string Path, ResultSet Set, ShardNote Note) other
    )
    {
        var (a, b) = (first.Note, other.Note);
        var differences = new List<string>();
        Differ("shards", a.Shard.Count.ToString(), b.Shard.Count.ToString());
        Differ("hash of the cases", a.Cases, b.Cases);
        Differ("version", a.Version, b.Version);
        Differ("backends", string.Join(", ", a.Backends), string.Join(", ", b.Backends));
        foreach (var backend in a.Backends.Intersect(b.Backends))
        {
            var (ours, theirs) = (Of(first.Set, backend), Of(other.Set, backend));
            foreach (var key in (string[])["implementation", "version"])
            {
                Differ(
                    $"{key} of {backend}",
                    ours.GetValueOrDefault(key, "none"),
                    theirs.GetValueOrDefault(key, "none")
                );
            }
        }

        if (differences.Count > 0)
        {
            throw new InvalidCaseException(
                $"{other.Path} is no shard of the same run as {first.Path}: {string.Join("; ", differences)}."
            );
        }

        void Differ(string what, string ours, string theirs)
        {
            if (ours != theirs)
            {
                differences.Add($"{what} {theirs}, there {ours}");
            }
        }
    }

    private static void CheckAllOnce(IReadOnlyList<(string Path, Shard Shard)> shards)
    {
        var byIndex = shards.ToLookup(shard => shard.Shard.Index, shard => shard.Path);
        if (byIndex.FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidCaseException(
                $"Shard {twice.Key}/{shards[0].Shard.Count} is there {twice.Count()} times: {string.Join(", ", twice)}. Give it once."
            );
        }

        var count = shards[0].Shard.Count;
        string[] missing =
        [
            .. Enumerable
                .Range(1, count)
                .Where(index => !byIndex.Contains(index))
                .Select(index => $"{index}/{count}"),
        ];
        if (missing.Length > 0)
        {
            throw new InvalidCaseException(
                $"Of {count} shards {missing.Length} are missing: {string.Join(", ", missing.Take(Named))}"
                    + $"{(missing.Length > Named ? ", ..." : "")}. Run them, or give their files too."
            );
        }
    }

    /// <summary>The place of every case in the whole run.</summary>
    private static Dictionary<string, int> Positions(
        IReadOnlyList<(string Path, ShardNote Note)> shards
    )
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (path, note) in shards)
        {
            foreach (var (id, position) in note.Positions)
            {
                if (!positions.TryAdd(id, position))
                {
                    throw new InvalidCaseException(
                        $"{path}: case '{id}' is in another shard too; its note is damaged."
                    );
                }
            }
        }

        return positions.Values.Order().SequenceEqual(Enumerable.Range(0, positions.Count))
            ? positions
            : throw new InvalidCaseException(
                "The places of the cases do not make one run; the note of a shard is damaged."
            );
    }

    private static void CheckResults(string path, ResultSet set, ShardNote note)
    {
        foreach (var result in set.Results)
        {
            if (!note.Positions.ContainsKey(result.Id) || !note.Backends.Contains(result.Backend))
            {
                throw new InvalidCaseException(
                    $"{path} has a result of case '{result.Id}' on {result.Backend}, which its note does not name: it is damaged."
                );
            }
        }
    }

    private static IReadOnlyDictionary<string, string> Of(ResultSet set, string backend) =>
        set.Environments.TryGetValue(backend, out var environment)
            ? environment
            : new Dictionary<string, string>();

    private static Dictionary<string, string> Environment(
        IReadOnlyList<IReadOnlyDictionary<string, string>> all
    ) =>
        all.SelectMany(environment => environment)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(
                values => values.Key,
                values => string.Join("; ", values.Distinct().Order(StringComparer.Ordinal))
            );
}
