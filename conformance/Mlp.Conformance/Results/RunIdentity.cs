namespace Mlp.Conformance;

/// <summary>Which run it is: what must be the same for its results to be taken over.</summary>
/// <param name="Cases">Hash of all cases asked (<see cref="CaseSet"/>).</param>
/// <param name="Shard">The part of them that runs, or null for all.</param>
/// <param name="Build">What tells one build of the program and its backends from another.</param>
/// <param name="Environments">For each backend what runs.</param>
public sealed record RunIdentity(
    string Cases,
    Shard? Shard,
    string Build,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Environments
)
{
    /// <summary>The identity as JSON, in one line.</summary>
    public string ToJson() =>
        NodeJson.Text(
            Node.Map.Of(
                ("cases", Cases),
                ("shard", Shard?.ToString() ?? "none"),
                ("build", Build),
                (
                    "backends",
                    Node.Map.Of(
                        Environments.Select(backend =>
                            (
                                backend.Key,
                                (Node)
                                    Node.Map.Of(
                                        backend.Value.Select(entry =>
                                            (entry.Key, (Node)entry.Value)
                                        )
                                    )
                            )
                        )
                    )
                )
            )
        );

    /// <summary>Reads an identity; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidCaseException">It is none.</exception>
    public static RunIdentity Read(string json, string name)
    {
        try
        {
            var map = NodeJson.Parse(json).AsMap();
            return new(
                map["cases"].AsText(),
                map["shard"].AsText() is var shard and not "none" ? Shard.Parse(shard) : null,
                map["build"].AsText(),
                map["backends"]
                    .AsMap()
                    .Entries.ToDictionary(
                        backend => backend.Key,
                        backend =>
                            (IReadOnlyDictionary<string, string>)
                                backend
                                    .Value.AsMap()
                                    .Entries.ToDictionary(
                                        entry => entry.Key,
                                        entry => entry.Value.AsText()
                                    )
                    )
            );
        }
        catch (Exception wrong) when (wrong is InvalidCaseException or ArgumentException)
        {
            throw new InvalidCaseException(
                $"{name} does not say which run it is of: {wrong.Message}",
                wrong
            );
        }
    }

    /// <summary>Refuses another run.</summary>
    /// <param name="found">The run that was found.</param>
    /// <param name="name">Where it was found, for the message.</param>
    /// <exception cref="InvalidCaseException">It is another; the message says in what.</exception>
    public void CheckSame(RunIdentity found, string name)
    {
        ArgumentNullException.ThrowIfNull(found);
        (string What, string Value)[] ours = [.. Said()];
        var theirs = found.Said().ToDictionary(entry => entry.What, entry => entry.Value);
        string[] differences =
        [
            .. ours.Where(entry => theirs.GetValueOrDefault(entry.What) != entry.Value)
                .Select(entry =>
                    $"{entry.What} {theirs.GetValueOrDefault(entry.What, "none")}, here {entry.Value}"
                ),
            .. theirs
                .Keys.Except(ours.Select(entry => entry.What))
                .Select(what => $"{what} {theirs[what]}, here none"),
        ];
        if (differences.Length > 0)
        {
            throw new InvalidCaseException(
                $"{name} is the journal of another run: {string.Join("; ", differences)}. Run without --resume to begin anew."
            );
        }
    }

    private IEnumerable<(string What, string Value)> Said() =>
        [
            ("hash of the cases", Cases),
            ("shard", Shard?.ToString() ?? "none"),
            ("build", Build),
            ("backends", string.Join(", ", Environments.Keys)),
            .. Environments.SelectMany(backend =>
                backend.Value.Select(entry => ($"{entry.Key} of {backend.Key}", entry.Value))
            ),
        ];
}
