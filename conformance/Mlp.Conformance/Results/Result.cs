namespace Mlp.Conformance;

/// <summary>How a backend answered a case.</summary>
public enum ResultStatus
{
    /// <summary>It gave outputs; a refusal that was due is the output <c>raises</c>.</summary>
    Ok,

    /// <summary>It threw <see cref="NotSupportedException"/>.</summary>
    Unsupported,

    /// <summary>It threw anything else.</summary>
    Error,

    /// <summary>The case needs data that is not here. Not written to files: a case without a row is absent.</summary>
    Absent,
}

/// <summary>What one backend gave for one case.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Backend">Name of the backend.</param>
/// <param name="Status">How it answered.</param>
/// <param name="Outputs">The tree of tensors that the case expects; <c>{"raises": true}</c> for a due refusal; empty without outputs.</param>
/// <param name="Message">What the exception said.</param>
public sealed record Result(
    string Id,
    string Backend,
    ResultStatus Status,
    Node.Map Outputs,
    string? Message = null
);

/// <summary>The results of one or more backends.</summary>
/// <param name="Results">One a case and backend.</param>
/// <param name="Environments">For each backend what ran: implementation, version, device, instruction_set, fixtures, ...</param>
public sealed record ResultSet(
    IReadOnlyList<Result> Results,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Environments
)
{
    /// <summary>Where these are the results of one part of a run: which part, of which run.</summary>
    public ShardNote? Shard { get; init; }

    /// <summary>Names of the backends, in the order of their first result.</summary>
    public IReadOnlyList<string> Backends =>
        [.. Results.Select(result => result.Backend).Concat(Environments.Keys).Distinct()];

    /// <summary>Refuses results of cases that there are not: they would be passed over unseen.</summary>
    /// <param name="cases">All cases that there are, asked or not.</param>
    /// <param name="name">Where the results are from, for the message.</param>
    /// <exception cref="InvalidCaseException">There are such results.</exception>
    public void CheckIds(IEnumerable<Case> cases, string name)
    {
        var known = cases.Select(value => value.Id).ToHashSet(StringComparer.Ordinal);
        string[] unknown =
        [
            .. Results.Select(result => result.Id).Where(id => !known.Contains(id)).Distinct(),
        ];
        if (unknown.Length > 0)
        {
            throw new InvalidCaseException(
                $"{name} has results of {unknown.Length} unknown cases, '{unknown[0]}' the first; name their file by --cases, or take "
                    + "the version of the suite that they are from."
            );
        }
    }
}
